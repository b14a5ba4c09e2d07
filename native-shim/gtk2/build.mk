# SPDX-License-Identifier: BSD-2-Clause
# libmaolan-gtk2.so: editors that are widgets of GTK 2 (include/toolkit.h). GTK is opened at run time: nothing of it is needed here.
GTK2_SOURCES := $(sort $(wildcard gtk2/*.c))
GTK2_OBJECTS := $(GTK2_SOURCES:gtk2/%.c=$(BUILD)/gtk2/%.o)

all: $(BUILD)/libmaolan-gtk2.so

$(BUILD)/gtk2/%.o: gtk2/%.c gtk2/build.mk
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# nodelete: GTK keeps what it was given.
$(BUILD)/libmaolan-gtk2.so: $(GTK2_OBJECTS) | $(OS_LIBRARY)
	$(CC) $(CFLAGS) -shared -Wl,-z,defs,-z,nodelete -o $@ $^ $(OS_LINK) -ldl

-include $(GTK2_OBJECTS:.o=.d)
