package screen

import (
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// TestALongNameLeavesRoomForTheRest: whatever an issuer calls a card, its end is there, and so is what a sentence says of it.
func TestALongNameLeavesRoomForTheRest(t *testing.T) {
	card := client.Card{ID: "WB2025", Name: strings.Repeat("支付宝 ", 200), Last4: "4242"}
	for _, words := range []string{CardWords(card), CardInFull(card)} {
		if ui.Width(words) > longestName+len(", id WB2025")+10 || !strings.Contains(words, "··4242") || !strings.HasPrefix(words, "支付宝") {
			t.Errorf("%d cells: %q", ui.Width(words), words)
		}
	}
}
