package screen

import (
	"fmt"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// Announcement tells of codes that arrived while the person looked at something else.
type Announcement struct {
	Card     client.Card // of the newest code
	Merchant string      // empty where the issuer did not name one
	Count    int         // how many codes arrived
	Newer    bool        // than the code of that card which was copied
}

// Words is the announcement in at most that many cells, with offer at its end. Merchant and card name are cut to the room; what tells
// cards of one name apart, and the offer, never are.
func (a Announcement) Words(offer string, cells int) string {
	start, on := "code", " on "
	switch {
	case a.Count > 1:
		start = fmt.Sprintf("%d codes, newest", a.Count)
	case a.Newer:
		start = "newer code"
	}
	merchant, name, end := ui.Safe(a.Merchant), CardName(a.Card), NameEnd(a.Card)
	if merchant != "" {
		start += " for "
	}
	if end != "" {
		end = " " + end
	}
	room := cells - ui.Width(start+on+end+offer)
	merchant = ui.Cut(merchant, max(room-ui.Width(name), room/2))
	return start + merchant + on + ui.Cut(name, room-ui.Width(merchant)) + end + offer
}
