# SPDX-License-Identifier: BSD-2-Clause
# libmaolan-os.so, which also contains the audio thread, its core and recovery.
OS_SOURCES := $(wildcard os/*.c audio/*.c recovery/*.c)
OS_OBJECTS := $(OS_SOURCES:%.c=$(BUILD)/%.o)
CORE_AOT := $(BUILD)/../aot/core-small
CORE_CPPFLAGS := -I$(CORE_AOT) -I../wasm/aot
OS_LIBRARY := $(BUILD)/libmaolan-os.so
# For the other libraries that use it.
OS_LINK := -L$(BUILD) -lmaolan-os -Wl,-rpath,'$$ORIGIN'

all: $(OS_LIBRARY)

# It stays loaded: a worker thread of a program that ends takes its binding along, but not what orphans.c leaves running.
$(OS_LIBRARY): $(OS_OBJECTS) $(BUILD)/libcore-aot.a
	$(CC) $(LDFLAGS) -Wl,-z,now -Wl,-z,nodelete -shared -Wl,-soname,libmaolan-os.so -o $@ $^ -lpthread -ldl -lrt -lm

$(BUILD)/os/%.o: os/%.c | $(BUILD)/os
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/audio/%.o: audio/%.c | $(BUILD)/audio
	$(CC) $(CPPFLAGS) $(CORE_CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/recovery/%.o: recovery/%.c | $(BUILD)/recovery
	$(CC) $(CPPFLAGS) $(CORE_CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/os $(BUILD)/audio $(BUILD)/recovery:
	mkdir -p $@

-include $(OS_OBJECTS:.o=.d)
