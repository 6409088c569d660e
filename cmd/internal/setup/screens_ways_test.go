package setup

import "time"

// stop is a screen on the way through the program.
type stop struct {
	name string
	keys string        // that lead there from the one before, separated by blanks
	wait time.Duration // passes before the keys
	buys string        // the card that something is bought with before the keys
}

// ways lead through the screens, each from home on.
var ways = map[string][]stop{
	"list": {
		{name: "help", keys: "?"},
		{name: "palette", keys: "esc :"},
		{name: "palette-typed", keys: "f r e"},
		{name: "profiles", keys: "esc p"},
		{name: "filter", keys: "esc / v i s a"},
		{name: "filtered", keys: "enter"},
		{name: "nothing-found", keys: "/ z z"},
		{name: "sorted", keys: "esc s R"},
		{name: "marked", keys: "s R g space space"},
		{name: "bulk-topup", keys: "t"},
		{name: "bulk-amount", keys: "6 0"},
		{name: "bulk-question", keys: "enter"},
	},
	"card": {
		{name: "card", keys: "enter"},
		{name: "card-shown", keys: "v"},
		{name: "card-transactions", keys: "v tab"},
		{name: "card-spending", keys: "tab"},
		{name: "card-limits", keys: "tab"},
		{name: "card-history", keys: "tab"},
		{name: "codes-of-card", keys: "o"},
		{name: "transactions", keys: "esc T"},
		{name: "record", keys: "enter"},
		{name: "spending", keys: "esc S"},
		{name: "export", keys: "esc E"},
	},
	"change": {
		{name: "card-plastic", keys: "/ s u b s enter G up up enter"},
		{name: "freeze", keys: "f"},
		{name: "cancel", keys: "esc x"},
		{name: "card-after-cancel", keys: "esc"},
		{name: "limits", keys: "m"},
		{name: "merchants", keys: "tab enter"},
		{name: "card-after-limits", keys: "esc esc"},
		{name: "label", keys: "e"},
	},
	"money": {
		{name: "withdraw", keys: "w"},
		{name: "home-after-withdraw", keys: "esc"},
		{name: "new-card", keys: "n"},
		{name: "card-types", keys: "enter"},
		{name: "card-types-compared", keys: "space space ="},
		{name: "new-card-form", keys: "esc enter"},
	},
	"moving": {
		{name: "topup", keys: "t"},
		{name: "topup-amount", keys: "6 0"},
		{name: "topup-question", keys: "enter"},
		{name: "topup-under-way", keys: "y", wait: time.Second},
		{name: "home-while-moving", keys: "esc"},
	},
	"told": {
		{name: "home-new-code", keys: "r", buys: "Mastercard Euro"},
		{name: "home-two-notices", keys: "j w"},
	},
	"elsewhere": {
		{name: "codes", keys: "2"},
		{name: "activity", keys: "3"},
		{name: "accounts", keys: "4"},
		{name: "holders", keys: "enter"},
		{name: "deposits", keys: "esc down down down enter"},
		{name: "deposit", keys: "n"},
		{name: "deposits-after", keys: "esc"},
		{name: "locked", keys: "L"},
	},
}

// home is the list of cards, when all is read.
var home = stop{name: "home"}

// short leads to the screens that are looked at in every theme, and that the README shows.
var short = []stop{
	{name: "palette", keys: ": f r e"},
	{name: "code", keys: "esc O"},
	{name: "card", keys: "esc enter"},
	{name: "home-again", keys: "esc"},
	{name: "topup-form", keys: "t"},
	{name: "topup-amount", keys: "6 0"},
	{name: "topup", keys: "enter"},
}
