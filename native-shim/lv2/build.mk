# SPDX-License-Identifier: BSD-2-Clause
# libmaolan-lv2.so: the plugin ABI of include/plugin.h over lilv.
LV2_CPPFLAGS := $(shell pkg-config --cflags lilv-0 lv2) \
	-DLV2_MULTIARCH='"$(shell $(CC) -print-multiarch 2>/dev/null)"'
LV2_LIBS := $(shell pkg-config --libs lilv-0) -ldl -lm -lpthread
LV2_SOURCES := $(sort $(wildcard lv2/*.c))
LV2_OBJECTS := $(LV2_SOURCES:lv2/%.c=$(BUILD)/lv2/%.o)

all: $(BUILD)/libmaolan-lv2.so

$(BUILD)/lv2/%.o: lv2/%.c lv2/build.mk
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(LV2_CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/libmaolan-lv2.so: $(LV2_OBJECTS) $(COMMON_OBJECTS) | $(OS_LIBRARY)
	$(CC) $(CFLAGS) $(LV2_LDFLAGS) -shared -Wl,-z,defs -o $@ $^ $(OS_LINK) $(LV2_LIBS)

-include $(LV2_OBJECTS:.o=.d)
