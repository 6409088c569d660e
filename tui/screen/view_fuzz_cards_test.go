package screen

import (
	"testing"

	"cardwallet/tui/ui"
)

func FuzzCardsView(f *testing.F) {
	fuzzScreens(f, func(h hostile) []ui.Screen {
		opened := NewCard(h.env, h.card)
		opened.openErr = h.err()
		return []ui.Screen{opened}
	})
}
