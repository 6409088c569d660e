package screen

import (
	"context"
	"fmt"
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/ui"
)

// OTP shows the codes of one card while they live, the newest one large, so that a person can read or copy it the moment it
// arrives. The card is armed, which means asked about again and again, as long as the screen is there.
type OTP struct {
	env  *Env
	card client.Card

	selected string // Code.Key of the live code that the person moved to; empty for the newest
	hurried  string // Code.Key of one that was copied in its last seconds

	// What is open belongs to one showing. Its end wipes everything, also what is still on its way.
	serial int
	ctx    context.Context // of this showing
	end    context.CancelFunc
	hidden bool // nothing may be seen
	links  bool // approval pages may be seen too: they open only on request
	values map[string]crypto.Secret
	failed map[string]error
	asked  map[string]bool // being opened
}

// Under these remainders a code is amber, then red.
const (
	codeEndsSoon = 30 * time.Second
	codeTooLate  = 10 * time.Second
)

// NewOTP returns the screen of a card's codes.
func NewOTP(env *Env, card client.Card) *OTP {
	o := &OTP{env: env, card: card, end: func() {}}
	o.begin()
	return o
}

// Init arms the card and opens the codes that are there already.
func (o *OTP) Init() tea.Cmd { return tea.Batch(send(ArmMsg{Card: o.card}), o.openAll()) }

// Update handles keys, new codes and opened ones.
func (o *OTP) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return o.press(msg)
	case CodesMsg:
		o.forget()
		return o.openAll()
	case codeOpenedMsg:
		if msg.owner == o && msg.serial == o.serial {
			return o.opened(msg)
		}
	}
	return nil
}

func (o *OTP) press(msg tea.KeyPressMsg) tea.Cmd {
	k := o.env.Keys
	switch {
	case ui.Matches(msg, k.CopyCode):
		return o.copy()
	case ui.Matches(msg, k.Show):
		if o.showing() {
			o.Hide()
			return nil
		}
		o.begin()
		o.links = true
		return o.openAll()
	case ui.Matches(msg, k.AskAgain):
		clear(o.failed)
		return tea.Batch(send(AskCodesMsg{}), o.openAll())
	case ui.Matches(msg, k.Up):
		o.move(-1)
	case ui.Matches(msg, k.Down):
		o.move(1)
	}
	return nil
}

// showing reports whether v hides: something can be seen, or will be as soon as a code arrives.
func (o *OTP) showing() bool {
	code, ok := o.focus()
	return !o.hidden && (!ok || o.wanted(code))
}

func (o *OTP) move(by int) {
	live := o.live()
	for i, c := range live {
		if f, _ := o.focus(); c.Key() == f.Key() {
			o.selected = live[min(max(0, i+by), len(live)-1)].Key()
			return
		}
	}
}

// copy sends the code in focus to the clipboard, opening it without showing where it is hidden.
func (o *OTP) copy() tea.Cmd {
	code, ok := o.focus()
	if !ok {
		if len(o.env.Codes.OfCard(o.card)) > 0 {
			return ui.Notify(ui.Warn, "the code expired and is not copied; r asks for a new one")
		}
		return ui.Notify(ui.Info, "no code yet")
	}
	if value := o.values[code.Key()]; !value.IsZero() {
		return o.hand(code, value)
	}
	return o.open(code, true)
}

// hand gives a value to the root for copying, unless it expired.
func (o *OTP) hand(code client.Code, value crypto.Secret) tea.Cmd {
	left := code.Remaining(o.now())
	if left == 0 {
		return ui.Notify(ui.Warn, "the code expired and is not copied; r asks for a new one")
	}
	o.hurried = ""
	if left < codeTooLate {
		o.hurried = code.Key()
	}
	return send(CopyMsg{Value: value.Clone(), What: codeWord(code.Type), CodeKey: code.Key()})
}

// Hide wipes what is open and shows nothing until v.
func (o *OTP) Hide() {
	o.begin()
	o.hidden = true
}

// Close ends the asking.
func (o *OTP) Close() tea.Cmd {
	o.end()
	return send(DisarmMsg{Card: o.card})
}

// Counting is true all the time: either a code runs out or the time since the last question is shown.
func (o *OTP) Counting() bool { return true }

// begin ends one showing and starts the next.
func (o *OTP) begin() {
	o.end()
	for _, v := range o.values {
		v.Wipe()
	}
	o.serial++
	o.ctx, o.end = context.WithCancel(o.env.Ctx)
	o.hidden, o.links = false, false
	o.values, o.failed, o.asked = map[string]crypto.Secret{}, map[string]error{}, map[string]bool{}
}

// wanted reports whether the code may be seen.
func (o *OTP) wanted(c client.Code) bool {
	return !o.hidden && (o.links || c.Type != client.CodeAuthURL)
}

// openAll opens every live code that may be seen.
func (o *OTP) openAll() tea.Cmd {
	var cmds []tea.Cmd
	for _, c := range o.live() {
		if o.wanted(c) && o.values[c.Key()].IsZero() && o.failed[c.Key()] == nil && !o.asked[c.Key()] {
			cmds = append(cmds, o.open(c, false))
		}
	}
	return tea.Batch(cmds...)
}

// open decrypts one code on this machine.
func (o *OTP) open(code client.Code, toCopy bool) tea.Cmd {
	ctx, serial := o.ctx, o.serial
	o.asked[code.Key()] = true
	return func() tea.Msg {
		value, err := code.Value.Open(ctx)
		context.AfterFunc(ctx, value.Wipe)
		return codeOpenedMsg{owner: o, serial: serial, code: code, toCopy: toCopy, value: value, err: err}
	}
}

type codeOpenedMsg struct {
	owner  *OTP
	serial int
	code   client.Code
	toCopy bool
	value  crypto.Secret
	err    error
}

// opened takes what open brought. A late answer, from before the values were hidden, never gets here and is wiped already.
func (o *OTP) opened(msg codeOpenedMsg) tea.Cmd {
	id := msg.code.Key()
	delete(o.asked, id)
	if msg.err != nil {
		o.failed[id] = msg.err
		return nil
	}
	delete(o.failed, id)
	var cmd tea.Cmd
	if msg.toCopy {
		cmd = o.hand(msg.code, msg.value)
	}
	if o.wanted(msg.code) {
		o.values[id] = msg.value
	} else {
		msg.value.Wipe()
	}
	return cmd
}

// forget wipes the codes that the book dropped, long after they expired.
func (o *OTP) forget() {
	codes := o.env.Codes.OfCard(o.card)
	for id, value := range o.values {
		if !slices.ContainsFunc(codes, func(c client.Code) bool { return c.Key() == id }) {
			value.Wipe()
			delete(o.values, id)
		}
	}
}

// now is the time on the issuer's clock.
func (o *OTP) now() time.Time { return o.env.Codes.Now(o.card.Profile, o.env.Now()) }

func (o *OTP) live() []client.Code {
	var live []client.Code
	now := o.now()
	for _, c := range o.env.Codes.OfCard(o.card) {
		if c.Live(now) {
			live = append(live, c)
		}
	}
	return live
}

// focus is the code that is drawn large and copied: the one that the person moved to while it lives, else the newest.
func (o *OTP) focus() (client.Code, bool) {
	live := o.live()
	if len(live) == 0 {
		return client.Code{}, false
	}
	for _, c := range live {
		if c.Key() == o.selected {
			return c, true
		}
	}
	return live[0], true
}

// Profile is the account of the card.
func (o *OTP) Profile() string { return o.card.Profile }

// Title names the card and says how many codes live.
func (o *OTP) Title() (where, position string) {
	where, position = cardTitle(o.card)
	if n := len(o.live()); n > 0 {
		position = fmt.Sprintf("%d live · %s", n, position)
	}
	return where + " / codes", position
}

// Keys are the bindings of the help line, next to those that the root adds.
func (o *OTP) Keys() []key.Binding {
	k := o.env.Keys
	show := k.Show
	if o.showing() {
		show.SetHelp(show.Help().Key, "hide")
	} else {
		show.SetHelp(show.Help().Key, "show")
	}
	keys := []key.Binding{k.CopyCode, show, k.AskAgain}
	if len(o.live()) > 1 {
		keys = append(keys, k.Up, k.Down)
	}
	return keys
}
