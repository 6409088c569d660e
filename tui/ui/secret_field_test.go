package ui

import (
	"strings"
	"testing"
)

func TestSecretFieldDrawsDotsOnly(t *testing.T) {
	f := SecretField{Most: 64, Takes: Graphic}
	f.Add("abc d\x1b\n")
	if f.Dots(4) != "••••" || ASCII(f.Dots(40)) != "****" || f.Dots(3) != "••…" {
		t.Errorf("drawn as %q, and in 3 cells as %q", f.Dots(4), f.Dots(3))
	}
	if f.paste(strings.Repeat("x", 64)) || f.paste("a b") || len(f.typed) != 4 {
		t.Error("took more than it holds")
	}
}

func TestSecretFieldKeepsNoCopies(t *testing.T) {
	var f SecretField
	f.Add("a")
	memory := f.typed[:cap(f.typed)]
	for range 2 * longestSecret {
		f.Add("ключ\x1b\x00\u202e")
	}
	if len(f.typed) > longestSecret || &f.typed[0] != &memory[0] {
		t.Error("it moved while it grew")
	}
	f.Add("bc") // one byte is left
	if len(f.Bytes()) != longestSecret || &f.Bytes()[0] != &memory[0] {
		t.Errorf("has %d bytes", len(f.Bytes()))
	}
	if !f.Wipe() || !f.Empty() {
		t.Error("not wiped")
	}
	for i, b := range memory {
		if b != 0 {
			t.Fatalf("byte %d stays", i)
		}
	}
}
