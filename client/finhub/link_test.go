package finhub

import (
	"testing"

	"cardwallet/client/transport"
)

// The link's bytes are those of the answer: whoever wipes them leaves nothing behind.
func TestLinkMakesNoCopy(t *testing.T) {
	d := &Driver{}
	for _, text := range []string{"https://gift.example/CANARY", "HTTP://gift.example/CANARY"} {
		value := transport.Bytes(text)
		link := d.link(value)
		opened, err := link.Open(t.Context())
		if err != nil || opened.RevealString() != text {
			t.Errorf("%s: %v", text, err)
		}
		clear(value)
		if opened, err := link.Open(t.Context()); err == nil {
			t.Errorf("%s: %q is left", text, opened.RevealString())
		}
	}
}
