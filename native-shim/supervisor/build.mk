# SPDX-License-Identifier: BSD-2-Clause
# The executable that a DAW starts. It has the audio thread's wait and core, and of recovery only the record.
SUPERVISOR := $(BUILD)/maolan-engine-plugin-host
SUPERVISOR_SOURCES := $(sort $(wildcard supervisor/*.c))
# Completion of command lines needs no Node either.
SUPERVISOR_SOURCES += $(sort $(wildcard completion/*.c))
SUPERVISOR_OBJECTS := $(SUPERVISOR_SOURCES:%.c=$(BUILD)/%.o)
SUPERVISOR_SHARES := $(patsubst %,$(BUILD)/%.o,audio/audio audio/delay audio/order audio/pipes audio/wait os/children os/clock os/segment os/small-thread recovery/record zygote/key zygote/pass)
# The Node that built the host is the last but one resort when a DAW's PATH has none (see supervisor/node.c).
NODE ?= $(shell command -v node)

all: $(SUPERVISOR)

$(BUILD)/supervisor/%.o: supervisor/%.c supervisor/build.mk
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CORE_CPPFLAGS) $(CFLAGS) -DBUILD_NODE='"$(NODE)"' -MMD -MP -c -o $@ $<

$(BUILD)/completion/%.o: completion/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(SUPERVISOR): $(SUPERVISOR_OBJECTS) $(SUPERVISOR_SHARES) $(BUILD)/libcore-aot.a
	$(CC) $(LDFLAGS) -Wl,-z,now -o $@ $^ -lpthread -lrt -lm

-include $(SUPERVISOR_OBJECTS:.o=.d)
