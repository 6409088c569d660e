package screen

import (
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// Announcement tells of codes that arrived while the person looked at something else.
type Announcement struct {
	Card     client.Card // of the newest code
	Merchant string      // empty where the issuer did not name one
	Amount   client.Money
	Count    int  // how many codes arrived
	Newer    bool // than the code of that card which was copied
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

// Line is the announcement as the line of notices has it, in at most that many cells. opens is the key that opens the code, empty while no
// key does. The name of the card goes before anything else is cut; what tells cards of one name apart, and the key, never do.
func (a Announcement) Line(s *ui.Styles, opens string, cells int) string {
	const gap = "  "
	start := "new code"
	switch {
	case a.Count > 1:
		start = fmt.Sprintf("%d new codes, newest", a.Count)
	case a.Newer:
		start = "newer code"
	}
	what := ui.Safe(a.Merchant)
	if a.Amount.Known() {
		what = strings.TrimSuffix(MoneyWords(a.Amount)+" at "+what, " at ")
	}
	card, hint := CardWords(a.Card), ""
	if opens != "" {
		hint = gap + s.Accent.Render(opens) + " " + s.Muted.Render("opens it")
	}
	room := cells - ui.Width(" ◆ "+start+hint)
	taken := func(text string) int {
		if text == "" {
			return 0
		}
		return ui.Width(gap + text)
	}
	if end := NameEnd(a.Card); end != "" && taken(what)+taken(card) > room {
		card = end
	}
	if what = ui.Cut(what, room-taken(card)-len(gap)); what != "" {
		what = gap + s.Strong.Render(what)
	}
	return " " + s.Code.Render("◆ "+start) + what + gap + ui.Cut(card, room-ui.Width(what)-len(gap)) + hint
}
