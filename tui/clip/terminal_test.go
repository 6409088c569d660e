package clip

import (
	"strings"
	"testing"
)

func TestSequence(t *testing.T) {
	// base64 of 482913 is NDgyOTEz
	for via, want := range map[Via]string{
		Terminal:    "\x1b]52;c;NDgyOTEz\x07",
		Passthrough: "\x1bPtmux;\x1b\x1b]52;c;NDgyOTEz\x07\x1b\\",
		Screen:      "\x1bP\x1b]52;c;NDgyOTEz\x07\x1b\\",
		NearTmux:    "\x1b]52;c;NDgyOTEz\x07\x1bPtmux;\x1b\x1b]52;c;NDgyOTEz\x07\x1b\\",
		NearScreen:  "\x1b]52;c;NDgyOTEz\x07\x1bP\x1b]52;c;NDgyOTEz\x07\x1b\\",
		System:      "", Tmux: "", Nowhere: "",
	} {
		got := via.Sequence("482913")
		if got != want || via.ByCaller() != (want != "") {
			t.Errorf("%v: got %q, want %q, by the caller %v", via, got, want, via.ByCaller())
		}
	}
	// Not the empty value, which tmux ignores.
	if got := Terminal.Sequence(Blank); got != "\x1b]52;c;IA==\x07" {
		t.Errorf("blank is %q", got)
	}
}

func TestScreenGetsNoStringThatItDrops(t *testing.T) {
	url := "https://redeem.example/" + strings.Repeat("a1", 1000)
	got := Screen.Sequence(url)
	var joined strings.Builder
	for chunk := range strings.SplitSeq(strings.TrimSuffix(got, "\x1b\\"), "\x1b\\") {
		body, ok := strings.CutPrefix(chunk, "\x1bP")
		if !ok || len(body) > 76 {
			t.Fatalf("a chunk of %d bytes: %q", len(body), chunk)
		}
		joined.WriteString(body)
	}
	if joined.String() != Terminal.Sequence(url) {
		t.Error("the chunks do not make up the sequence")
	}
}
