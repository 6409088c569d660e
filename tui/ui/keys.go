package ui

import (
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Keys are all bindings of the program. They feed dispatch and help alike, so that help cannot lie.
type Keys struct {
	Help, Back, Quit, ForceQuit, Refresh, Repaint, Suspend, Profiles, Activity, Feed, Accounts, Lock key.Binding
	CardsTab, CodesTab, ActivityTab, AccountsTab, ClearClipboard, Palette                            key.Binding

	Up, Down, Top, Bottom, PageUp, PageDown key.Binding
	NextPart, PreviousPart                  key.Binding
	Filter, Sort, Reverse, Mark, MarkAll    key.Binding

	Open, Continue, Choose, Confirm                   key.Binding
	Reveal, Copy, OTP, TopUp, Withdraw, New, Label    key.Binding
	Freeze, Cancel, PIN, Limits, Activate             key.Binding
	Transactions, Spending, Export, Dates, AllCards   key.Binding
	MarkOutcome, Compare                              key.Binding
	NextField, PreviousField, KeepFilter, ClearFilter key.Binding
	Unlock, Erase                                     key.Binding
}

// NewKeys returns the bindings of all screens. ctrl+m, ctrl+i and ctrl+[ are never used: terminals send them for enter, tab
// and esc.
func NewKeys() Keys {
	return Keys{
		Help:      bind("help", "?"),
		Back:      bind("back", "esc"),
		Quit:      bind("quit", "q"),
		ForceQuit: bind("quit", "ctrl+c"),
		Refresh:   bind("refresh", "r"),
		Repaint:   bind("repaint", "ctrl+l"),
		Suspend:   bind("suspend", "ctrl+z"),
		Profiles:  bind("profiles", "p"),
		Activity:  bind("activity", "a"),
		Feed:      bind("all live codes", "O"),
		Accounts:  bind("accounts", "b"),
		Lock:      bind("lock", "L"),

		Palette:        bind("commands", ":", "ctrl+k"),
		CardsTab:       bind("cards", "1"),
		CodesTab:       bind("codes", "2"),
		ActivityTab:    bind("activity", "3"),
		AccountsTab:    bind("accounts", "4"),
		ClearClipboard: bind("clear clipboard", "C"),

		Up:       bind("up", "up", "k"),
		Down:     bind("down", "down", "j"),
		Top:      bind("first", "g", "home"),
		Bottom:   bind("last", "G", "end"),
		PageUp:   bind("page up", "pgup", "ctrl+u"),
		PageDown: bind("page down", "pgdown", "ctrl+d"),

		NextPart:     bind("next part", "tab", "right", "l"),
		PreviousPart: bind("previous part", "shift+tab", "left", "h"),

		Filter:  bind("filter", "/"),
		Sort:    bind("sort", "s"),
		Reverse: bind("reverse", "R"),
		Mark:    bind("mark", "space"),
		MarkAll: bind("mark all", "*"),

		Open:     bind("open", "enter"),
		Continue: bind("continue", "enter"),
		Choose:   bind("choose", "enter"),
		Confirm:  bind("confirm", "y"),

		Reveal:   bind("reveal", "v"),
		Copy:     bind("copy", "c"),
		OTP:      bind("code", "o"),
		TopUp:    bind("top up", "t"),
		Withdraw: bind("withdraw", "w"),
		New:      bind("new", "n"),
		Label:    bind("label", "e"),

		Freeze:   bind("freeze", "f"),
		Cancel:   bind("cancel card", "x"),
		PIN:      bind("PIN", "i"),
		Limits:   bind("limits", "m"),
		Activate: bind("activate", "u"),

		Transactions: bind("transactions", "T"),
		Spending:     bind("spending", "S"),
		Export:       bind("export", "E"),
		Dates:        bind("dates", "d"),
		AllCards:     bind("all cards", "A"),
		MarkOutcome:  bind("mark", "M"),
		Compare:      bind("compare", "="),

		NextField:     bind("next field", "tab", "down"),
		PreviousField: bind("previous field", "shift+tab", "up"),
		KeepFilter:    bind("keep", "enter"),
		ClearFilter:   bind("clear", "esc"),
		Unlock:        bind("unlock", "enter"),
		Erase:         bind("clear", "esc", "ctrl+u"),
	}
}

var symbols = map[string]string{"up": "↑", "down": "↓", "pgup": "pgup", "pgdown": "pgdn"}

// Named is a binding with other words in the help.
func Named(b key.Binding, what string) key.Binding {
	b.SetHelp(b.Help().Key, what)
	return b
}

// bind makes a binding whose help names the first key.
func bind(what string, keys ...string) key.Binding {
	label := keys[0]
	if s, ok := symbols[label]; ok {
		label = s
	}
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(label, what))
}

// cyrillic maps letters to what the same physical keys give on QWERTY: those of the ЙЦУКЕН layout, and those that the Ukrainian and
// Belarusian layouts have instead. For the і, which these two have at different keys, it is the Ukrainian key, since more people use that.
var cyrillic = func() map[rune]rune {
	const from, to = "йцукенгшщзхъфывапролджэячсмитьбюіїєґў", "qwertyuiop[]asdfghjkl;'zxcvbnm,.s]'\\o"
	const upperFrom = "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮІЇЄҐЎ"
	const upperTo = "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>S}\"|O"
	m := map[rune]rune{}
	latin := []rune(to + upperTo)
	for i, r := range []rune(from + upperFrom) {
		m[r] = latin[i]
	}
	return m
}()

// LatinKeys is what the keys that gave this text on a Cyrillic layout give on QWERTY.
func LatinKeys(text string) string {
	return strings.Map(func(r rune) rune {
		if latin, ok := cyrillic[r]; ok {
			return latin
		}
		return r
	}, text)
}

// Physical is a key press as a Latin layout has it: ctrl+с of a Cyrillic layout is ctrl+c. A terminal with the kitty protocol names the
// physical key too (BaseCode); for other terminals the letter decides. A key that gives an ASCII character stays as it is, wherever its
// layout has it: the c of Dvorak is where QWERTY has i. Text that is typed does not change.
func Physical(msg tea.KeyPressMsg) tea.KeyPressMsg {
	switch latin, known := cyrillic[msg.Code]; {
	case msg.Code > 0 && msg.Code < utf8.RuneSelf:
		msg.BaseCode = 0
	case msg.BaseCode == 0 && known:
		msg.BaseCode = latin
	}
	return msg
}

// Matches reports whether a key press triggers the binding, also on a Cyrillic layout. Use it instead of key.Matches.
func Matches(msg tea.KeyPressMsg, bindings ...key.Binding) bool {
	if key.Matches(msg, bindings...) {
		return true
	}
	runes := []rune(msg.Text)
	if len(runes) != 1 || msg.Mod&^tea.ModShift != 0 {
		return false
	}
	latin, ok := cyrillic[runes[0]]
	if !ok {
		return false
	}
	return key.Matches(tea.KeyPressMsg{Code: latin, Text: string(latin)}, bindings...)
}
