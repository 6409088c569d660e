package keyboard

import (
	"bytes"
	"os"
	"testing"
	"time"
)

func TestAPasteThatNeverEndsLeavesTheKeyboard(t *testing.T) {
	const start, end = "\x1b[200~", "\x1b[201~"
	type read struct {
		after time.Duration
		text  string
		ended bool // the paste is ended before it
	}
	for name, reads := range map[string][]read{
		"a whole paste": {{0, start + "25.00" + end, false}, {time.Hour, "q", false}},
		"one in pieces": {{0, "\x1b[20", false}, {0, "0~25", false}, {time.Second, ".00\x1b[2", false},
			{time.Second, "01~", false}, {time.Hour, "q", false}},
		"ctrl+c at once":                 {{0, start + "25.00", false}, {0, "\x03", true}, {0, "\x03", false}},
		"ctrl+c pressed again and again": {{0, start, false}, {0, "\x03\x03\x03", true}},
		"ctrl+c of kitty":                {{0, start, false}, {0, "\x1b[99;5u", true}},
		"ctrl+c of kitty in Cyrillic":    {{0, start, false}, {0, "\x1b[1089::99;5u", true}},
		"a key while it may go on":       {{0, start + "25", false}, {pasteSilence - 1, "q", false}},
		"a key after silence":            {{0, start + "25", false}, {pasteSilence, "q", true}, {time.Hour, "q", false}},
		"a sequence after silence":       {{0, start + "25", false}, {pasteSilence, "\x1b[A", true}},
		"the rest comes late":            {{0, start + "25", false}, {time.Minute, ".00" + end, false}, {time.Hour, "q", false}},
		"more of a long one comes late": {{0, start + "25", false},
			{time.Minute, "a text that is longer than any key is when it is pressed", false}},
		"the clock was set back": {{0, start + "25", false}, {-time.Hour, "q", true}},
		"a second one begins": {{0, start + "25", false}, {time.Minute, start + "50", true}, {0, end, false},
			{time.Hour, "q", false}},
		"an end alone":                      {{0, end, false}, {time.Hour, "\x03", false}},
		"ctrl+c in the middle is its text":  {{0, start + "a\x03b", false}, {0, end, false}},
		"two pastes, and the second is cut": {{0, start + "a" + end + start + "b", false}, {0, "\x03", true}},
	} {
		t.Run(name, func(t *testing.T) {
			now := time.Unix(1_800_000_000, 0)
			w := pasteWatch{now: func() time.Time { return now }}
			for i, r := range reads {
				now = now.Add(r.after)
				if got := w.endsBefore([]byte(r.text)); got != r.ended {
					t.Errorf("read %d, %q: ended %v, want %v", i+1, r.text, got, r.ended)
				}
			}
		})
	}
	t.Run("nothing that is typed is kept", func(t *testing.T) {
		w := pasteWatch{now: time.Now}
		for _, r := range "318052" {
			w.endsBefore([]byte(string(r)))
		}
		if len(w.tail) > 0 {
			t.Errorf("%q is", w.tail)
		}
	})
}

func TestAnEndedPasteIsReadAsOne(t *testing.T) {
	from, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = from.Close(), to.Close() }()
	k := &keyboard{File: from, paste: pasteWatch{now: time.Now}}
	var all []byte
	for _, text := range []string{"a", "\x1b[200~25.00", "\x03"} {
		if _, err := to.WriteString(text); err != nil {
			t.Fatal(err)
		}
		buffer := bytes.Repeat([]byte{'x'}, 64)
		n, err := k.Read(buffer)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, buffer[:n]...)
		if bytes.Contains(buffer[n:], []byte(text)) {
			t.Errorf("%q stays in the buffer: %q", text, buffer)
		}
	}
	if want := "a\x1b[200~25.00\x1b[201~\x03"; string(all) != want {
		t.Errorf("read %q, want %q", all, want)
	}
}
