package codes

import (
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// waitingLines stand in the place of a code: what is asked, and how to have more asked.
func (c *Codes) waitingLines(width int) []string {
	s := c.env.Styles
	if len(c.list.All) > 0 {
		return []string{"", " " + s.Muted.Render("◇ no code has these words"), "", " " + s.Muted.Render("esc clears the filter")}
	}
	head := "waiting for codes"
	if !c.OfAll() {
		head = "waiting for a code"
	}
	lines := []string{"", " " + s.Strong.Render(head), ""}
	accounts := c.env.Wallet.Accounts()
	if !c.OfAll() {
		card := c.named(c.card)
		about := cardFit(card, width-ui.LabelCells-20) + " · " + ui.Safe(card.Profile)
		lines = append(lines, ui.Facts(s, width, ui.Labelled{Label: "card", Value: about},
			ui.Labelled{Label: "watched", Value: c.askedWords(card.Profile)})...)
		accounts = slices.DeleteFunc(slices.Clone(accounts), func(a client.Account) bool { return a.Profile != c.card.Profile })
	}
	var failed []string
	for _, a := range accounts {
		if c.OfAll() {
			lines = append(lines, ui.Facts(s, width, ui.Labelled{Label: ui.Safe(a.Profile), Value: c.watchedOf(a)})...)
		}
		if more := c.askingFailed(a.Profile, width); more != nil {
			failed = append(append(failed, ""), more...)
		}
	}
	return append(append(lines, "", " "+s.Muted.Render("they appear here when a purchase asks for one")), failed...)
}

// watchedOf says what of an account is asked about, and when it was last.
func (c *Codes) watchedOf(a client.Account) string {
	cards, whole := c.askedAbout(a)
	switch {
	case whole:
		return "all cards · " + c.askedWords(a.Profile)
	case len(cards) > 0:
		return strings.Join(cards, ", ") + " · " + c.askedWords(a.Profile)
	}
	return "a card once you open its code"
}

// askedWords says when an account was asked for codes last.
func (c *Codes) askedWords(profile string) string {
	at := c.env.Codes.Asked[profile]
	switch {
	case at.IsZero():
		return "asking…"
	case c.env.Codes.Stopped[profile]:
		return "not asked any more: " + ui.Says(c.env.Keys.Refresh, "asks again")
	}
	return "asked " + ui.Ago(c.env.Now().Sub(at))
}

// hints say below the list what becomes of codes and what is watched.
func (c *Codes) hints(width int) []string {
	first := "struck out when over, kept for 10 minutes"
	if c.list.Len() == 0 {
		first = "no code is alive"
	}
	lines := []string{""}
	for _, text := range append([]string{first, ""}, c.watched(false)...) {
		lines = append(lines, c.env.Styles.Muted.Render(ui.Cut("  "+text, width)))
	}
	return lines
}

// watched say what is asked for codes, and how to have more asked. Where they are brief, the accounts of which nothing is asked have no
// names.
func (c *Codes) watched(brief bool) []string {
	if !c.OfAll() {
		return []string{"watched: this card"}
	}
	var all, none, lines []string
	for _, a := range c.env.Wallet.Accounts() {
		profile := ui.Safe(a.Profile)
		switch about, whole := c.askedAbout(a); {
		case whole:
			all = append(all, profile)
		case len(about) > 0:
			lines = append(lines, profile+": "+strings.Join(about, ", "))
		default:
			none = append(none, profile)
		}
	}
	if len(all) > 0 {
		lines = append([]string{"watched: all cards of " + strings.Join(all, ", ")}, lines...)
	}
	switch {
	case len(none) > 0 && brief:
		lines = append(lines, "others once you open their code")
	case len(none) > 0:
		lines = append(lines, strings.Join(none, ", ")+": a card once you open its code")
	}
	return lines
}

// askedAbout are the cards of an account that are asked about; whole where that is all of them.
func (c *Codes) askedAbout(a client.Account) (cards []string, whole bool) {
	if _, all := a.Issuer.(client.CodeFeed); all {
		return nil, true
	}
	for _, card := range c.env.Codes.AskedAbout(a.Profile, c.env.Now()) {
		cards = append(cards, screen.CardWords(c.named(card)))
	}
	return cards, false
}
