# SPDX-License-Identifier: BSD-2-Clause
# libmaolan-vst3.so: the plugin ABI of include/plugin.h over VST3. The interface's C declarations are travesty's, from DPF; they
# use struct inheritance, which is what -fms-extensions is for.
VST3_TRAVESTY ?= /usr/share/dpf/distrho/src
VST3_CPPFLAGS := -isystem $(VST3_TRAVESTY) -fms-extensions
VST3_LIBS := -ldl -lm -lpthread
VST3_SOURCES := $(sort $(wildcard vst3/*.c))
VST3_OBJECTS := $(VST3_SOURCES:vst3/%.c=$(BUILD)/vst3/%.o)

all: $(BUILD)/libmaolan-vst3.so

$(BUILD)/vst3/%.o: vst3/%.c vst3/build.mk
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(VST3_CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/libmaolan-vst3.so: $(VST3_OBJECTS) $(COMMON_OBJECTS) | $(OS_LIBRARY)
	$(CC) $(CFLAGS) -shared -Wl,-z,defs -o $@ $^ $(OS_LINK) $(VST3_LIBS)

-include $(VST3_OBJECTS:.o=.d)
