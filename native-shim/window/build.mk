# SPDX-License-Identifier: BSD-2-Clause
# libmaolan-window.so: windows for plugin editors. The only library here that links to libX11; loaded when the first
# window is opened.
WINDOW_SOURCES := $(sort $(wildcard window/*.c))
WINDOW_OBJECTS := $(WINDOW_SOURCES:window/%.c=$(BUILD)/window/%.o)

all: $(BUILD)/libmaolan-window.so

$(BUILD)/window/%.o: window/%.c window/build.mk
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# nodelete: its X error handlers stay installed and may be called at any time.
$(BUILD)/libmaolan-window.so: $(WINDOW_OBJECTS) | $(OS_LIBRARY)
	$(CC) $(CFLAGS) -shared -Wl,-z,defs,-z,nodelete -o $@ $^ $(OS_LINK) -lX11 -ldl

-include $(WINDOW_OBJECTS:.o=.d)
