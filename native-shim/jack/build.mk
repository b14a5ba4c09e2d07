# SPDX-License-Identifier: BSD-2-Clause
# libmaolan-jack.so: live playback through JACK. libjack itself is loaded at run time.
JACK_SOURCES := $(sort $(wildcard jack/*.c))
JACK_OBJECTS := $(JACK_SOURCES:jack/%.c=$(BUILD)/jack/%.o) $(BUILD)/jack/layout.o

all: $(BUILD)/libmaolan-jack.so

$(BUILD)/jack/%.o: jack/%.c jack/build.mk
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# The wire's offsets, shared with the core.
$(BUILD)/jack/layout.o: ../wasm/src/layout.c jack/build.mk
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/libmaolan-jack.so: $(JACK_OBJECTS)
	$(CC) $(CFLAGS) -shared -Wl,-z,defs -o $@ $^ -ldl -lm

-include $(JACK_OBJECTS:.o=.d)
