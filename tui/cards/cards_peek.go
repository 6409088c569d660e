package cards

import (
	"strings"

	"cardwallet/tui/preview"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

const peekText = preview.BriefLines

// peek is what is known of the card under the cursor in a few lines below the list, or which account could not be read.
func (c *Cards) peek(width int) []string {
	s := c.env.Styles
	if l := c.failed(); l != nil {
		lines := c.trouble(l).Lines(width)
		if len(lines) > peekText { // the keys are at the end
			lines = append(lines[:peekText-1], lines[len(lines)-1])
		}
		return append([]string{ui.Rule(s, c.trouble(l).Title(), "", width)}, lines...)
	}
	card, ok := c.Selected()
	if !ok {
		return []string{ui.Rule(s, "", "", width)}
	}
	about := ui.NonEmpty(screen.AccountWords(card), c.env.Holders.Name(card))
	detail := strings.TrimSpace(screen.NameEnd(card) + " · " + strings.Join(about, " · "))
	title := ui.Rule(s, screen.CardName(card), strings.TrimPrefix(detail, "· "), width)
	if !c.preview.Ready() {
		return []string{title}
	}
	return append([]string{title}, preview.Of(c.env, card, width).Brief()...)
}

// side is the panel beside the list: the card under the cursor, or the account that could not be read.
func (c *Cards) side() ui.Pane {
	if l := c.failed(); l != nil {
		return ui.Pane{Panel: ui.Panel{Title: c.trouble(l).Title(), Danger: true}, Lines: func(width, _ int) []string {
			return append([]string{""}, c.trouble(l).Lines(width)...)
		}}
	}
	card, ok := c.Selected()
	if !ok {
		return ui.Pane{}
	}
	pane := ui.Pane{Panel: ui.Panel{
		Title: screen.CardName(card), Detail: screen.NameEnd(card), FootRight: ui.KeyWords(c.env.Styles, ui.Named(c.env.Keys.Open, "opens")),
	}}
	if c.preview.Ready() {
		pane.Lines = func(width, height int) []string {
			return preview.Of(c.env, card, width).Lines(height)
		}
	}
	return pane
}
