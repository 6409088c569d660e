package setup

import (
	"cmp"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"cardwallet/tui/picture"
)

// stop is a screen on the way through the program.
type stop struct {
	name   string
	keys   string        // that lead there from the one before, separated by blanks
	wait   time.Duration // passes before the keys: a question takes none that come with it
	buys   string        // the card that something is bought with before the keys
	fault  string        // what the issuers do wrong from here on
	codes  int           // that are alive, where it is not three
	shows  string        // a pattern of what is there at the end and not before, where the usual signs alone do not tell that all is read
	unread bool          // something is not read, and stays so: the usual signs tell nothing
}

const moment = time.Second

// What the screen of an order shows at its stages.
const (
	working = "is working on it" // the issuer
	back    = "esc back"         // esc does no more than that
)

// there reports whether the screen is another one than before, and all on it is read that is to be read.
func (s stop) there(screen picture.Screen, before string) bool {
	text := characters(screen)
	return text != before && (s.unread || !s.reading(text)) && regexp.MustCompile(s.shows).MatchString(text)
}

// fromHome is a way with home as its first stop, unless it has one that needs no keys.
func fromHome(way []stop) []stop {
	if way[0].keys == "" {
		return way
	}
	return append([]stop{home}, way...)
}

// codesCounted is how the title counts the codes that have arrived.
var codesCounted = regexp.MustCompile(`(?:Codes|◆|@) (\d)`)

// reading reports whether something is still being read.
func (s stop) reading(text string) bool {
	title, _, _ := strings.Cut(text[strings.Index(text, "\n\n")+2:], "\n")
	counted := codesCounted.FindStringSubmatch(title)
	return counted == nil || counted[1] != strconv.Itoa(cmp.Or(s.codes, 3)) || strings.Contains(title, "◐") ||
		strings.Contains(text, "reading") || strings.Contains(text, "fetching") || strings.Contains(text, "░░░")
}

// ways lead through the screens, each from home on, or from its first stop where that has no keys. A key that opens a screen, or leaves a
// field, is the last one of its stop: what comes right behind it may still be for the screen before.
var ways = map[string][]stop{
	"list": {
		{name: "help", keys: "?"},
		{name: "palette", keys: "esc :"},
		{name: "palette-typed", keys: "f r e"},
		{name: "palette-nothing", keys: "z z"},
		{name: "settings", keys: "esc : t h e m e"},
		{name: "profiles", keys: "esc p"},
		{name: "one-profile", keys: "down down enter"},
		{name: "filter", keys: "tab tab / v i s a"},
		{name: "filtered", keys: "enter"},
		{name: "nothing-found", keys: "/ z z"},
		{name: "held", keys: "esc / z h o u enter"},
		{name: "sorted", keys: "esc s R"},
		{name: "in-ascii", keys: "s R : a s c i i enter"},
	},
	"many": {
		{name: "marked", keys: "space space"},
		{name: "bulk-topup", keys: "t"},
		{name: "bulk-amount", keys: "6 0"},
		{name: "bulk-question", keys: "enter"},
		{name: "bulk-under-way", keys: "y", wait: moment, shows: back},
		{name: "bulk-end", keys: "r", wait: 5 * time.Second},
		{name: "home-after-bulk", keys: "esc"},
		{name: "bulk-freeze", keys: "space space f"},
		{name: "bulk-freeze-under-way", keys: "y", wait: moment, shows: back},
		{name: "bulk-freeze-end", keys: "r", wait: 5 * time.Second},
	},
	"card": {
		{name: "card", keys: "enter"},
		{name: "card-shown", keys: "v"},
		{name: "card-transactions", keys: "v tab"},
		{name: "card-spending", keys: "tab"},
		{name: "card-limits", keys: "tab"},
		{name: "card-history", keys: "tab"},
		{name: "codes-of-card", keys: "o"},
	},
	"records": {
		{name: "transactions", keys: "T"},
		{name: "record", keys: "enter"},
		{name: "card-changes", keys: "esc tab"},
		{name: "cards-bought", keys: "tab"},
		{name: "fees", keys: "tab"},
		{name: "code-records", keys: "tab"},
		{name: "transactions-of-all", keys: "tab tab A"},
		{name: "transactions-filter", keys: "/ s t a t u s : p a i d"},
		{name: "dates", keys: "enter d 2 0 2 6 - 1 1 - 0 1 space 2 0 2 6 - 1 1 - 0"},
		{name: "dated", keys: "8 enter"},
		{name: "export", keys: "E"},
		{name: "export-refused", keys: "ctrl+u / n o n e / x enter"},
		{name: "dated", keys: "esc"},
		{name: "spending", keys: "esc esc S"},
		{name: "spending-of-all", keys: "A"},
	},
	"change": {
		{name: "card-blocked", keys: "/ s u b s enter G up up enter"},
		{name: "freeze", keys: "f"},
		{name: "cancel", keys: "esc x"},
		{name: "card-after-cancel", keys: "esc"},
		{name: "limits", keys: "m"},
		{name: "limits-typed", keys: "1 0 0 tab", wait: moment},
		{name: "merchants", keys: "space tab enter"},
		{name: "merchants-found", keys: "a i r l"},
		{name: "limits-chosen", keys: "down space enter"},
		{name: "limits-question", keys: "enter"},
		{name: "limits-refused", keys: "y", wait: moment},
		{name: "card-after-limits", keys: "esc"},
		{name: "label", keys: "e"},
		{name: "labelled", keys: "S h o p enter", wait: moment},
		{name: "cancel-labelled", keys: "x"},
		{name: "cancel-question", keys: "4 6 2 9 enter", wait: moment},
		{name: "cancel-again", keys: "esc"},
		{name: "card-labelled", keys: "esc"},
		{name: "list-labelled", keys: "esc"},
		{name: "freeze-question", keys: "down down f"},
		{name: "freeze-under-way", keys: "y", wait: moment, shows: working},
		{name: "freeze-done", wait: 5 * time.Second, shows: back},
	},
	"plastic": {
		{name: "card-plastic", keys: "/ p l a s enter enter"},
		{name: "activate", keys: "u"},
		{name: "activate-code", keys: "enter", wait: moment},
		{name: "activate-pin", keys: "esc down enter", wait: moment},
		{name: "activate-pin-typed", keys: "4 8 2 9 1 5"},
		{name: "activate-amount", keys: "enter 4 8 2 9 1 5 enter"},
		{name: "activate-question", keys: "enter"},
		{name: "activate-under-way", keys: "y", wait: moment, shows: working},
		{name: "activate-done", wait: 5 * time.Second, shows: back},
		{name: "card-after-activation", keys: "esc"},
		{name: "pin", keys: "i"},
		{name: "pin-typed", keys: "1 1 1", wait: moment},
	},
	"gift": {
		{name: "card-gift", keys: "/ g i f t enter enter"},
		{name: "card-gift-shown", keys: "v"},
	},
	"money": {
		{name: "withdraw", keys: "w"},
		{name: "withdraw-question", keys: "1 0 enter", wait: moment},
		{name: "withdraw-again", keys: "esc"},
		{name: "home-after-withdraw", keys: "esc"},
		{name: "new-card", keys: "n"},
		{name: "card-types", keys: "enter"},
		{name: "card-types-compared", keys: "space space ="},
		{name: "new-card-form", keys: "esc enter"},
		{name: "new-card-question", keys: "2 0 enter", wait: moment},
		{name: "new-card-under-way", keys: "y", wait: moment, shows: working},
		{name: "new-card-done", wait: 5 * time.Second, shows: back},
		{name: "home-after-new-card", keys: "esc"},
	},
	"moving": {
		{name: "topup", keys: "t"},
		{name: "topup-refused", keys: "6 enter"},
		{name: "topup-amount", keys: "0"},
		{name: "topup-question", keys: "enter"},
		{name: "topup-under-way", keys: "y", wait: moment, shows: working},
		{name: "home-while-moving", keys: "esc"},
	},
	"moved": {
		{name: "topup", keys: "t"},
		{name: "topup-amount", keys: "6 0"},
		{name: "topup-question", keys: "enter"},
		{name: "topup-under-way", keys: "y", wait: moment, shows: working},
		{name: "topup-done", wait: 5 * time.Second, shows: back},
		{name: "home-after-topup", keys: "esc"},
		{name: "topup-of-marketing", keys: "down t"},
		{name: "topup-of-marketing-question", keys: "6 0 enter"},
		{name: "topup-unknown", keys: "y", wait: moment, fault: "aurex:*/topup:drop-before:1"},
		{name: "topup-still-unknown", keys: "r"}, // what the issuer says is there before it is asked in the background
		{name: "activity-moved", keys: "esc 3"},
		{name: "movement", keys: "enter"},
		{name: "mark", keys: "M"},
		{name: "mark-why", keys: "enter a s k e d"},
		{name: "mark-question", keys: "enter"},
		{name: "movement-marked", keys: "y", wait: moment},
		{name: "activity-marked", keys: "esc"},
		{name: "card-of-marketing", keys: "1 enter"},
		{name: "card-with-history", keys: "tab tab tab tab"},
	},
	"codes": {
		{name: "codes", keys: "2"},
		{name: "codes-next", keys: "down"},
		{name: "codes-copied", keys: "c"},
		{name: "codes-over", keys: "up", wait: 70 * time.Second, codes: 2},
	},
	"told": {
		{name: "home-new-code", keys: "r", buys: "Mastercard Euro", codes: 4},
		{name: "home-two-notices", keys: "j w", codes: 4},
	},
	"elsewhere": {
		{name: "activity", keys: "3"},
		{name: "accounts", keys: "4"},
		{name: "holders", keys: "enter"},
		{name: "new-holder", keys: "n"},
		{name: "new-holder-form", keys: "enter"},
		{name: "new-holder-typed", keys: "J o"},
		{name: "new-holder-next", keys: "tab"},
		{name: "new-holder-wrong", keys: "L i 9"},
		{name: "deposits", keys: "esc esc esc down down down enter", shows: "no deposit was requested"},
		{name: "deposit", keys: "n"},
		{name: "deposit-question", keys: "5 0 0 enter", wait: moment},
		{name: "deposit-address", keys: "y", wait: moment},
		{name: "deposits-after", keys: "esc esc"},
		{name: "locked", keys: "L", shows: "locked", unread: true},
	},
	"empty":       {{name: "home-empty", fault: "*:*cards:cut=0 finhub:/card/list:cut=0 finhub:/card/list:total=0"}},
	"reading":     {{name: "home-reading", fault: "*:*:latency=1m", shows: "◐.*◐.*◐", unread: true}},
	"failing":     {{name: "home-failing", fault: "aurex:*:status=403"}, {name: "accounts-failing", keys: "4"}},
	"unreachable": {{name: "home-unreachable", fault: "*:*:status=403", shows: "✕.*✕.*✕", unread: true}},
}

// home is the list of cards, when all is read.
var home = stop{name: "home"}

// short leads to the screens that are looked at in every theme, and that the README shows.
var short = []stop{
	{name: "palette", keys: ": f r e"},
	{name: "code", keys: "esc O"},
	{name: "card", keys: "esc enter", shows: "cannot be frozen"}, // its terms are read
	{name: "home-again", keys: "esc"},
	{name: "topup-form", keys: "t"},
	{name: "topup-amount", keys: "6 0"},
	{name: "topup", keys: "enter"},
}

var sizes = [][2]int{{60, 16}, {80, 24}, {120, 36}, {200, 50}}

// held says which file holds a screen, and as what.
type held func(name string) (file string, text func(picture.Screen) string)

// asText holds screens as texts.
func asText(suffix string) held {
	return func(name string) (string, func(picture.Screen) string) {
		return filepath.Join("testdata", "screens", name+"-"+suffix+".txt"), characters
	}
}

// asPicture holds the screens that the README shows as pictures.
func asPicture(suffix string, on picture.Ground) held {
	shown := []string{"home", "palette", "code", "topup"}
	return func(name string) (string, func(picture.Screen) string) {
		if !slices.Contains(shown, name) {
			return asText("120x36-pictures")(name)
		}
		return filepath.Join("..", "..", "..", "docs", "pictures", name+suffix+".svg"), func(s picture.Screen) string { return s.SVG(on) }
	}
}
