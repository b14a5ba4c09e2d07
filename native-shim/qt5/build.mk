# SPDX-License-Identifier: BSD-2-Clause
# libmaolan-qt5.so: editors that are Qt 5 widgets (include/toolkit.h). Qt is opened at run time, and not needed to
# build.
QT5_SOURCES := $(sort $(wildcard qt5/*.c))
QT5_OBJECTS := $(QT5_SOURCES:qt5/%.c=$(BUILD)/qt5/%.o)

all: $(BUILD)/libmaolan-qt5.so

$(BUILD)/qt5/%.o: qt5/%.c qt5/build.mk
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# nodelete: Qt keeps pointers to our callbacks.
$(BUILD)/libmaolan-qt5.so: $(QT5_OBJECTS)
	$(CC) $(CFLAGS) -shared -Wl,-z,defs,-z,nodelete -o $@ $^ -ldl

-include $(QT5_OBJECTS:.o=.d)
