# SPDX-License-Identifier: BSD-2-Clause
# libmaolan-gtk2.so: editors that are GTK 2 widgets (include/toolkit.h). GTK is opened at run time, and not needed to
# build.
GTK2_SOURCES := $(sort $(wildcard gtk2/*.c))
GTK2_OBJECTS := $(GTK2_SOURCES:gtk2/%.c=$(BUILD)/gtk2/%.o)

all: $(BUILD)/libmaolan-gtk2.so

$(BUILD)/gtk2/%.o: gtk2/%.c gtk2/build.mk
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# nodelete: GTK keeps pointers to our callbacks.
$(BUILD)/libmaolan-gtk2.so: $(GTK2_OBJECTS) | $(OS_LIBRARY)
	$(CC) $(CFLAGS) -shared -Wl,-z,defs,-z,nodelete -o $@ $^ $(OS_LINK) -ldl

-include $(GTK2_OBJECTS:.o=.d)
