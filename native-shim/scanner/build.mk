# SPDX-License-Identifier: BSD-2-Clause
# maolan-plugin-scanner: scans one file in a separate process.
SCANNER := $(BUILD)/maolan-plugin-scanner
SCANNER_SOURCES := $(sort $(wildcard scanner/*.c))
SCANNER_OBJECTS := $(SCANNER_SOURCES:scanner/%.c=$(BUILD)/scanner/%.o)

all: $(SCANNER)

$(BUILD)/scanner/%.o: scanner/%.c scanner/build.mk
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(SCANNER): $(SCANNER_OBJECTS) $(BUILD)/common/json.o
	$(CC) $(CFLAGS) -o $@ $^ -ldl -lm

-include $(SCANNER_OBJECTS:.o=.d)
