# SPDX-License-Identifier: BSD-2-Clause
# libmaolan-null.so: the plugin ABI of include/plugin.h without any plugin format.
NULL_SOURCES := $(sort $(wildcard null/*.c))
NULL_OBJECTS := $(NULL_SOURCES:null/%.c=$(BUILD)/null/%.o)

all: $(BUILD)/libmaolan-null.so

$(BUILD)/null/%.o: null/%.c null/build.mk
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/libmaolan-null.so: $(NULL_OBJECTS) $(COMMON_OBJECTS) | $(OS_LIBRARY)
	$(CC) $(CFLAGS) -shared -Wl,-z,defs -o $@ $^ $(OS_LINK)

-include $(NULL_OBJECTS:.o=.d)
