# SPDX-License-Identifier: BSD-2-Clause
# libmaolan-clap.so: the plugin ABI of include/plugin.h over CLAP. The headers are those that DPF carries.
CLAP_HEADERS ?= /usr/share/dpf/distrho/src
CLAP_CPPFLAGS := -isystem $(CLAP_HEADERS)
CLAP_LIBS := -ldl -lm -lpthread
CLAP_SOURCES := $(sort $(wildcard clap/*.c))
CLAP_OBJECTS := $(CLAP_SOURCES:clap/%.c=$(BUILD)/clap/%.o)

all: $(BUILD)/libmaolan-clap.so

$(BUILD)/clap/%.o: clap/%.c clap/build.mk
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CLAP_CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/libmaolan-clap.so: $(CLAP_OBJECTS) $(COMMON_OBJECTS) | $(OS_LIBRARY)
	$(CC) $(CFLAGS) -shared -Wl,-z,defs -o $@ $^ $(OS_LINK) $(CLAP_LIBS)

-include $(CLAP_OBJECTS:.o=.d)
