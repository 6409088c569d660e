package clip

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSequenceIsOSC52(t *testing.T) {
	// base64 of 482913 is NDgyOTEz
	if got := Sequence("482913"); got != "\x1b]52;c;NDgyOTEz\x07" {
		t.Errorf("got %q", got)
	}
	// Not the empty value, which tmux ignores.
	if got := Sequence(Blank); got != "\x1b]52;c;IA==\x07" {
		t.Errorf("blank is %q", got)
	}
}

func TestSendToTerminal(t *testing.T) {
	tty := filepath.Join(t.TempDir(), "tty")
	if err := os.WriteFile(tty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := sendTo(tty, "482913"); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(tty)
	if err != nil || string(got) != Sequence("482913") {
		t.Errorf("got %q (%v)", got, err)
	}
	err = sendTo(filepath.Join(t.TempDir(), "none"), "482913")
	if err == nil || !strings.Contains(err.Error(), "no terminal") || strings.Contains(err.Error(), "482913") {
		t.Errorf("without a terminal: %v", err)
	}
}
