/*
 * Replies that nobody waits for.
 *
 * A client that gave up (after 100 ms) does not take its reply any more; the byte would answer its next block at once,
 * and every block after that would be one late for ever. Such bytes are looked for only after something suspicious, for
 * some wakes, until it is proven that the client takes its replies. From the surest sign to the costliest:
 *
 *   - A wake byte is here, written after our last reply, and that reply is unread: the client has not waited for it. It
 *     takes it right after that byte, so this is seen seldom; when it is, as many of the next replies are held back.
 *   - A reply taken before the next wake comes: the client waits, all is well.
 *   - A reply still unread after 70 ms: nobody waits; it is read away.
 *   - A wake came while, as far as we looked, the reply was unread, or too soon to look: probably nobody waits. The
 * next reply is held back for a moment. If another wake comes, nobody waited for it, and it is dropped; else it is
 * sent.
 *
 * A wake proves something only if it brings a block, and if it did not queue up with others while we were away. A
 * client's request waits beside its blocks, and may take its byte late: for half a second nothing is done.
 */
#include "audio-wait.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define SUSPICIOUS_WAKES 16
/* A client waits 5 s for a request, but takes a reply that is there at once, if it wants it: today's clients look at
   the status first, and then leave the reply unread. */
#define REQUEST_REPLY_STALE_MS 500u
#define IDLE_MS 200u
/* The client's patience, counted from the wake, less a margin. */
#define HOLD_MS_MAX 85
#define HOLD_MS_AFTER_SERIES 20

/* Looks at the last reply: so many us after the one before. */
static const long look_us[] = {50, 200, 1000, 4000, 15000, 50000};
/* A wake that comes before look number i came so soon that the next would come within as many ms, surely. */
static const int hold_ms[] = {1, 1, 3, 12, 45, HOLD_MS_MAX};
#define LOOKS 6
static_assert(sizeof look_us / sizeof look_us[0] == LOOKS, "a pause each");
static_assert(sizeof hold_ms / sizeof hold_ms[0] == LOOKS, "a hold each");

static struct {
	int look;   /* number of the next look; LOOKS: none */
	int unread; /* the last look found the reply unread */
	int hold;   /* ms for which the next reply is held back to see whether somebody waits; 0: it is not */
	int held;   /* 1: held back, since a wake is there, to be read; 2: it was read; 0: what it brings is known */
	int due;    /* held back wrongly */
} stale = {.look = LOOKS};

void stale_forget(void)
{
	audio.stale_replies = 0;
	audio.suspicious = 0;
	stale.look = LOOKS;
	stale.hold = stale.held = stale.due = 0;
}

void audio_be_suspicious(void)
{
	if (!audio.is_loopback)
		audio.suspicious = SUSPICIOUS_WAKES;
}

static int request_reply_may_be_awaited(uint32_t now_ms)
{
	return atomic_load_explicit(&audio.has_request, memory_order_relaxed) &&
	       now_ms - atomic_load_explicit(&audio.request_ms, memory_order_relaxed) < REQUEST_REPLY_STALE_MS;
}

void audio_note_request_reply(void)
{
	atomic_store_explicit(&audio.request_ms, clock_ms(), memory_order_relaxed);
	atomic_store_explicit(&audio.has_request, 1, memory_order_relaxed);
	audio_be_suspicious();
}

void audio_note_request_wake(void)
{
	stale.due += stale.held != 0;
	stale.held = 0;
}

/* ---- around a reply ---- */

static int somebody_else_wakes_us(void)
{
	if (unread_bytes(audio.wake_fd) > 0)
		return 1;
	const int left_ms = HOLD_MS_MAX - (int)(clock_ms() - audio.block->wake_ms);
	const int ms = stale.hold < left_ms ? stale.hold : left_ms;
	return ms > 0 && wake_comes_within(ms * 1000L);
}

/* Somebody goes on without the reply: it is dropped, unless the wake that is there now brings a request. */
static int32_t without_unawaited(int32_t replies)
{
	const int known = replies < audio.stale_replies ? replies : audio.stale_replies;
	audio.stale_replies = 0; /* counted anew with each wake */
	replies -= known;
	if (replies <= 0 || audio.unread_wakes > 0)
		return replies;
	if (somebody_else_wakes_us()) {
		audio_be_suspicious();
		stale.held = 1;
		replies--;
	}
	stale.hold = 0;
	return replies;
}

int32_t stale_hold_back(int32_t replies)
{
	replies += stale.due;
	stale.due = 0;
	if (stale.held == 2)
		stale.held = 0;
	if (replies > 0 && !request_reply_may_be_awaited(clock_ms()))
		replies = without_unawaited(replies);
	audio.next_wake_is_fresh = audio.unread_wakes == 0 && !stale.held && unread_bytes(audio.wake_fd) == 0;
	return replies;
}

void stale_replied(void)
{
	if (request_reply_may_be_awaited(clock_ms()))
		return;
	stale.look = 0;
	stale.unread = 0;
}

void stale_woken(uint32_t now_ms, int last)
{
	const int looks = stale.look;
	stale.look = LOOKS;
	audio.stale_replies = 0;
	if (stale.held == 1)
		stale.held = 2;
	if (request_reply_may_be_awaited(now_ms))
		return;
	audio.suspicious--;
	audio.stale_replies = audio.next_wake_is_fresh ? unread_bytes(audio.reply_fd) : 0;
	if (last)
		stale.hold = HOLD_MS_AFTER_SERIES;
	else if (looks < LOOKS && (stale.unread || audio.suspicious == 0))
		stale.hold = hold_ms[looks];
	if (stale.hold > 0 || audio.stale_replies > 0)
		audio_be_suspicious();
}

/* ---- while waiting ---- */

/* A pipe has two ends; ours opens the other one anew. First in, first out: only bytes that were counted are read. */
static void read_away(int bytes)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/self/fd/%d", audio.reply_fd);
	const int reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	while (reader >= 0 && bytes > 0) {
		uint8_t read_bytes[64];
		const size_t want = bytes < (int)sizeof read_bytes ? (size_t)bytes : sizeof read_bytes;
		const ssize_t got = read(reader, read_bytes, want);
		if (got <= 0)
			break;
		bytes -= (int)got;
	}
	if (reader >= 0)
		close(reader);
}

long stale_look_in_us(void)
{
	return stale.look < LOOKS ? look_us[stale.look] : -1;
}

void stale_look(void)
{
	const int unread = unread_bytes(audio.reply_fd);
	const int woken = unread_bytes(audio.wake_fd) > 0;
	stale.look++;
	/* What was taken may have been taken with that very wake. */
	stale.unread = unread > 0 || woken;
	if (!stale.unread) {
		audio.suspicious = 0;
		stale.look = LOOKS;
	} else if (stale.look == LOOKS && !woken)
		read_away(unread);
}

void audio_heal_idle(void)
{
	if (audio_quiet_ms() < IDLE_MS || request_reply_may_be_awaited(clock_ms()) || !atomic_load(&audio.waiting))
		return;
	if (unread_bytes(audio.reply_fd) == 0)
		return;
	atomic_store(&audio.heal, 1);
	audio_interrupt();
}

void stale_heal(void)
{
	/* The signal may have come late, when everything goes on already. */
	if (atomic_exchange(&audio.heal, 0) && audio_quiet_ms() >= IDLE_MS)
		read_away(unread_bytes(audio.reply_fd));
}
