# libmaolan-exit.so: loaded before everything else. Nothing but libc, so that it loads in no time.
all: $(BUILD)/libmaolan-exit.so

$(BUILD)/libmaolan-exit.so: $(wildcard preload/*.c)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -Wl,-z,now -shared -Wl,-soname,libmaolan-exit.so -o $@ $^ -ldl
