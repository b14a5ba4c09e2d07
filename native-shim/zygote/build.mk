# SPDX-License-Identifier: BSD-2-Clause
# libmaolan-zygote.so, and the parent of the host processes that the zygote forks.
ZYGOTE_LIBRARY := $(BUILD)/libmaolan-zygote.so
ZYGOTE_OBJECTS := $(patsubst %,$(BUILD)/zygote/%.o,serve fork heap waiters spare child key pass shown)
HOST_PARENT := $(BUILD)/maolan-host-parent

all: $(ZYGOTE_LIBRARY) $(HOST_PARENT)

$(BUILD)/zygote/%.o: zygote/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(ZYGOTE_LIBRARY): $(ZYGOTE_OBJECTS)
	$(CC) $(LDFLAGS) -Wl,-z,now -shared -Wl,-soname,libmaolan-zygote.so -o $@ $^ -ldl

$(HOST_PARENT): $(BUILD)/zygote/parent.o $(BUILD)/zygote/pass.o $(BUILD)/os/children.o
	$(CC) $(LDFLAGS) -Wl,-z,now -o $@ $^

-include $(ZYGOTE_OBJECTS:.o=.d) $(BUILD)/zygote/parent.d
