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
	start, what, card, hint := a.news(), a.what(), CardWords(a.Card), a.hint(s, opens)
	room := cells - ui.Width(" "+start+hint)
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
	return " " + s.Code.Render(start) + what + gap + ui.Cut(card, room-ui.Width(what)-len(gap)) + hint
}

// Lines are the announcement in two lines of at most that many cells: what it is for, and the card with the key. They are none where no
// code arrived.
func (a Announcement) Lines(s *ui.Styles, opens string, cells int) []string {
	if a.Count == 0 {
		return nil
	}
	start, name, end, hint := a.news(), CardName(a.Card), NameEnd(a.Card), a.hint(s, opens)
	first := s.Code.Render(start)
	if what := ui.Cut(a.what(), cells-ui.Width(start+gap)); what != "" {
		first += gap + s.Strong.Render(what)
	}
	if end != "" {
		end = " " + end
	}
	const indent = "  " // the mark is above it
	return []string{first, indent + ui.Cut(name, cells-ui.Width(indent+end+hint)) + end + hint}
}

// gap is between the parts of an announcement.
const gap = "  "

// news says that there are codes.
func (a Announcement) news() string {
	switch {
	case a.Count > 1:
		return fmt.Sprintf("◆ %d new codes, newest", a.Count)
	case a.Newer:
		return "◆ newer code"
	}
	return "◆ new code"
}

// what says what the code is for; it may be empty.
func (a Announcement) what() string {
	merchant := ui.Safe(a.Merchant)
	if a.Amount.Known() {
		return strings.TrimSuffix(MoneyWords(a.Amount)+" at "+merchant, " at ")
	}
	return merchant
}

func (a Announcement) hint(s *ui.Styles, opens string) string {
	if opens == "" {
		return ""
	}
	return gap + s.Accent.Render(opens) + " " + s.Muted.Render("opens it")
}
