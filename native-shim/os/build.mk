# libmaolan-os.so and the launcher.
OS_SOURCES := $(wildcard os/*.c)
OS_OBJECTS := $(OS_SOURCES:os/%.c=$(BUILD)/os/%.o)
OS_LIBRARY := $(BUILD)/libmaolan-os.so
LAUNCHER := $(BUILD)/maolan-engine-plugin-host
# The Node that built the host is the last but one resort when a DAW's PATH has none (see launcher/main.c).
NODE ?= $(shell command -v node)

all: $(OS_LIBRARY) $(LAUNCHER)

$(OS_LIBRARY): $(OS_OBJECTS)
	$(CC) $(LDFLAGS) -shared -Wl,-soname,libmaolan-os.so -o $@ $^ -lpthread -ldl

$(BUILD)/os/%.o: os/%.c | $(BUILD)/os
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -c -o $@ $<

$(LAUNCHER): launcher/main.c | $(BUILD)/os
	$(CC) $(CPPFLAGS) $(CFLAGS) -DBUILD_NODE='"$(NODE)"' -o $@ $<

$(BUILD)/os:
	mkdir -p $@

-include $(OS_OBJECTS:.o=.d)
