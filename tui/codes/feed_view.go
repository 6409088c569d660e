package codes

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Title says how many codes live.
func (f *Feed) Title() (where, position string) {
	live := 0
	for _, c := range f.list.Matching() {
		if f.left(c) > 0 {
			live++
		}
	}
	if f.list.Len() == 0 {
		return "all codes", ""
	}
	return "all codes", fmt.Sprintf("%d live · %s", live, f.list.Position())
}

// Actions are what a person can do here.
func (f *Feed) Actions() []ui.Action {
	k := f.env.Keys
	code, ok := f.list.Selected()
	if !ok {
		return f.list.Actions(k, ui.Bound(k.AskAgain)...)
	}
	show, card := showKey(k, f.wanted(code)), ui.Named(k.OTP, "its card")
	keys := []key.Binding{k.CopyCode, show, card, k.AskAgain, k.Filter}
	if f.left(code) == 0 {
		keys = []key.Binding{card, k.AskAgain, k.Filter}
	}
	return f.list.Actions(k, ui.Bound(keys...)...)
}

// Prompt is the filter.
func (f *Feed) Prompt(width int) string { return f.list.Prompt(width) }

// View draws a row for each code, and under them all about the one under the cursor. On a tick only the remaining times and bars change.
func (f *Feed) View(width, height int) string {
	var lines []string
	code, ok := f.list.Selected()
	if !ok {
		return ui.Body(append(lines, f.waitingLines(width)...), width, height)
	}
	cells := codeCells
	for _, c := range f.list.Matching() {
		cells = max(cells, ui.Width(f.codeText(c))+2)
	}
	columns := feedColumns(width, cells)
	widths := ui.Columns(columns, width)
	lines = append(lines, ui.Header(f.env.Styles, columns, widths))
	room := max(1, height-len(lines))
	about := f.aboutLines(code, width, max(0, room-min(f.list.Len(), max(1, room/3))))
	for c, selected := range f.list.Visible(room - len(about)) {
		lines = append(lines, f.row(c, selected, widths))
	}
	lines = append(lines, about...)
	if asked := f.askedLine(width); len(lines)+2 <= height {
		lines = append(lines, "", asked)
	}
	return ui.Lines(strings.Join(lines, "\n"), width, height)
}

func feedColumns(width, cells int) []ui.Column {
	return []ui.Column{
		{Min: cells + 2, Max: cells + 2, Title: "  code"}, // below the cursor
		{Min: 8, Max: 12, Rank: 4},                        // a bar for the time
		{Min: codeTimeCells - 1, Max: codeTimeCells - 1, Title: "left"},
		{Min: 18, Max: max(24, (width-50)/2), Rank: 1, Title: "for"},
		{Min: 16, Max: max(24, (width-50)/2), Rank: 2, Title: "card"},
		{Min: 7, Max: 16, Rank: 3, Title: "profile"},
	}
}

func (f *Feed) row(c client.Code, focus bool, w []int) string {
	s, card, left := f.env.Styles, f.env.CardWith(c), f.left(c)
	bar := f.bar(c, w[1])
	purpose, name, profile := ui.Fit(f.purposeWords(c), w[3]), cardFit(card, w[4]), ui.Fit(ui.Safe(c.Profile), w[5])
	if left == 0 {
		bar, purpose, name = ui.Fit("", w[1]), s.Muted.Render(purpose), s.Muted.Render(name)
	} else {
		bar = timeStyle(s, left).Render(bar)
	}
	return ui.Row([]string{f.codeCell(c, focus, w[0]-2), bar, f.timeCell(c, w[2]), purpose, name, s.Muted.Render(profile)}, w)
}

// cardFit keeps the end of the number or id, since cards can share a name.
func cardFit(card client.Card, cells int) string {
	end := screen.NameEnd(card)
	if end == "" {
		return ui.Fit(screen.CardName(card), cells)
	}
	name := ui.Cut(screen.CardName(card), max(0, cells-ui.Width(end)-1))
	return ui.Fit(name+" "+end, cells)
}

// aboutLines say everything about one code, in at most that many lines. A link that is shown is whole, as what is cut of it is useless.
func (f *Feed) aboutLines(c client.Code, width, room int) []string {
	s, value, card := f.env.Styles, f.values[c.Key()], f.env.CardWith(c)
	below := f.note(c, width)
	if f.left(c) > 0 {
		below = append([]string{f.countdown(c, width)}, below...)
	}
	if c.Type == client.CodeAuthURL && !value.IsZero() {
		link := ui.Hardwrapped(value.RevealString(), width)
		return append(append([]string{""}, ui.WholeLines(s, link, width, room-1-len(below))...), below...)
	}
	facts := []string{
		ui.Fact(s, "for", f.purposeWords(c)), ui.Fact(s, "card", screen.CardWords(card)+s.Muted.Render(" · "+ui.Safe(c.Profile))),
		ui.Fact(s, "type", f.typeWords(c)),
	}
	facts = append(facts, f.seenFact(c)...)
	facts = facts[:max(0, min(len(facts), room-1-len(below)))]
	lines := append(append([]string{""}, facts...), below...)
	return lines[:max(0, min(len(lines), room))]
}

// typeWords say what it is, and where its value is not there, why.
func (f *Feed) typeWords(c client.Code) string {
	id, what, why := c.Key(), ui.Safe(plan.WordsOfCode(c.Type).What), " · hidden, v shows it"
	switch {
	case f.left(c) == 0 || !f.values[id].IsZero() || f.failed[id] != nil:
		return what
	case f.asked[id]:
		why = " · opening…"
	case c.Type == client.CodeAuthURL:
		what, why = "approval page", " · v shows the link, c copies it"
	}
	return what + f.env.Styles.Muted.Render(why)
}

// waitingLines say what is asked, and how to have more asked.
func (f *Feed) waitingLines(width int) []string {
	s := f.env.Styles
	if len(f.list.All) > 0 {
		return []string{"", "  " + s.Muted.Render("no code matches the filter; esc clears it")}
	}
	lines := []string{"", "  " + s.Strong.Render("waiting for codes"), ""}
	var failed []string
	for _, a := range f.env.Wallet.Accounts() {
		about, asked := f.askedAbout(a)
		if asked {
			about += s.Muted.Render(" · " + f.askedWords(a.Profile))
		} else {
			about = s.Muted.Render("none yet: open a card's codes (o), then O")
		}
		lines = append(lines, "  "+s.Muted.Render(ui.Fit(ui.Safe(a.Profile), ui.LabelCells))+about)
		if err := f.env.Codes.Failed[a.Profile]; err != nil {
			failed = append(append(failed, ""), ui.ProblemLines(s, "asking failed: ", err, width)...)
		}
	}
	lines = append(lines, "", "  "+s.Muted.Render("they appear here when a purchase asks for one"))
	return append(lines, failed...)
}

// askedAbout says what of an account is asked about, if anything.
func (f *Feed) askedAbout(a client.Account) (words string, asked bool) {
	if _, all := a.Issuer.(client.CodeFeed); all {
		return "all cards", true
	}
	var names []string
	for _, card := range f.env.Codes.AskedAbout(a.Profile, f.env.Now()) {
		names = append(names, screen.CardWords(card))
	}
	return strings.Join(names, ", "), len(names) > 0
}

// askedLine is what waitingLines say, in one line.
func (f *Feed) askedLine(width int) string {
	var parts, none []string
	for _, a := range f.env.Wallet.Accounts() {
		if about, asked := f.askedAbout(a); asked {
			parts = append(parts, ui.Safe(a.Profile)+" "+about)
		} else {
			none = append(none, ui.Safe(a.Profile))
		}
	}
	if len(none) > 0 {
		parts = append(parts, strings.Join(none, ", ")+" no card: o on one adds it")
	}
	return f.env.Styles.Muted.Render(ui.Cut("  asked: "+strings.Join(parts, " · "), width))
}
