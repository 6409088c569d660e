package wizard

import (
	"bytes"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"cardwallet/client"
	"cardwallet/cmd/internal/draft"
	"cardwallet/config"
	"cardwallet/crypto"
	"cardwallet/tui/ui"
)

// The ways to a private key.
const (
	keyNew   = "new"
	keyOwn   = "own"
	keyLater = "later"
)

// keyPage asks for the private key of an issuer that seals card data.
type keyPage struct {
	m       *model
	way     string
	file    string // of a new key
	own     string // reference to one that is there
	form    *form
	step    int // of the way: what to do, where it is, and the public half of a new key
	key     *crypto.PrivateKey
	err     error
	told    string // where the public half went
	profile string // the profile that the answers are for

	hidden, again ui.SecretField // a passphrase for a new key, typed twice
	typing        int            // which of the two has the keys, from 1
	refused       string
}

func (p *keyPage) name() string  { return "Key" }
func (p *keyPage) skipped() bool { return !client.Sealing(p.m.d.Get("issuer")) }
func (p *keyPage) wipe() {
	p.hidden.Wipe()
	p.again.Wipe()
	if p.key != nil {
		p.key.Wipe()
	}
}

func (p *keyPage) hints() []string {
	return []string{ui.Says(p.m.keys.Continue, "next")}
}

func (p *keyPage) more() []string {
	if p.step == 2 && p.key != nil {
		more := []string{ui.Says(p.m.keys.Copy, "copies it")}
		if p.told != "" {
			more = append(more, p.told)
		}
		return more
	}
	return nil
}

func (p *keyPage) open(back bool) tea.Cmd {
	if p.profile != p.m.d.Name {
		p.profile = p.m.d.Name
		p.file = filepath.Join(p.m.opts.Home, p.profile+".pem")
		p.own = "file:" + p.file
	}
	if back && p.way == keyNew {
		p.step = 2
		return nil
	}
	return p.ask(0)
}

// ask shows one of the questions.
func (p *keyPage) ask(step int) (cmd tea.Cmd) {
	p.step, p.told, p.typing, p.refused = step, "", 0, ""
	switch {
	case step == 0:
		issuer := client.IssuerName(p.m.d.Get("issuer"))
		p.form, cmd = p.m.newForm(huh.NewSelect[string]().Title(issuer+" seals card data with a key of yours").
			Description("Numbers, CVVs and codes are opened on this machine only.").
			Options(huh.NewOption("make a new key here", keyNew), huh.NewOption("use a key that I have", keyOwn),
				huh.NewOption("later: what is sealed stays sealed", keyLater)).Value(&p.way))
	case p.way == keyNew:
		p.form, cmd = p.m.newForm(input("key file", &p.file, "", p.wrongFile))
		p.typing = 1 // who types at once types the passphrase, which must not come into the name of the file
	default:
		p.form, cmd = p.m.newForm(input("key is in", &p.own, "", p.wrongRef))
	}
	return cmd
}

func (p *keyPage) wrongFile(path string) error {
	if path == "" {
		return refuse("this is needed")
	}
	if what := p.wrongRef("file:" + path); what != nil {
		return what
	}
	if draft.Taken(p.m.opts.Config, "file:"+path) {
		return refuse("there is such a file already, and a key is never overwritten\nname another one")
	}
	return nil
}

func (p *keyPage) wrongRef(ref string) error {
	if ref == "" {
		return refuse("this is needed")
	}
	return refuse(draft.Wrong(p.m.opts.Config, p.m.d.Get("issuer"), "private_key", ref))
}

func (p *keyPage) update(msg tea.Msg) (tea.Cmd, move) {
	switch msg := msg.(type) {
	case keyMadeMsg:
		p.key, p.err = msg.key, msg.err
		return nil, stay
	case copiedMsg:
		p.told = msg.words
		if msg.sequence != "" {
			return tea.Raw(msg.sequence), stay
		}
		return nil, stay
	}
	if p.step == 2 {
		return p.onShown(msg)
	}
	if p.typing > 0 {
		switch msg.(type) {
		case tea.KeyPressMsg, tea.PasteMsg:
			return p.onPassphrase(msg), stay
		}
	}
	cmd, done := p.form.update(msg)
	switch {
	case done == back && p.step == 1:
		return p.ask(0), stay
	case done == next && p.step == 0 && p.way != keyLater:
		return p.ask(1), stay
	case done == next && p.way == keyNew:
		p.typing = 1
		return cmd, stay
	case done == next:
		p.keep()
	}
	return cmd, done
}

// onPassphrase handles keys and pastes for the passphrase, which no form ever sees. Without one there is nothing to type again.
func (p *keyPage) onPassphrase(msg tea.Msg) tea.Cmd {
	p.refused = ""
	field := &p.hidden
	if p.typing == 2 {
		field = &p.again
	}
	press, _ := msg.(tea.KeyPressMsg)
	switch press.String() {
	case "shift+tab", "up":
		p.typing--
		return nil
	case "enter", "tab", "down":
		if wrong := p.wrongFile(strings.TrimSpace(p.file)); wrong != nil {
			p.refused = wrong.Error()
			return nil
		}
		switch {
		case p.hidden.Empty():
			p.again.Wipe()
		case p.typing == 1:
			p.typing = 2
			return nil
		case !bytes.Equal(p.hidden.Bytes(), p.again.Bytes()):
			p.refused = "the two differ\ntype the passphrase once more, or " + ui.Says(p.m.keys.PreviousPart, "goes back to it")
			p.again.Wipe()
			return nil
		}
		p.step, p.typing = 2, 0
		if p.key == nil {
			return p.m.makeKey()
		}
		return nil
	}
	if field.Update(msg, p.m.keys) {
		p.refused = "what you pasted does not fit: it must be one line"
	}
	return nil
}

// copiedMsg says where a text went, with what the terminal has to get for that, and whether it was copied at all.
type copiedMsg struct {
	words, sequence string
	done            bool
}

// onShown handles keys while the public half is shown.
func (p *keyPage) onShown(msg tea.Msg) (tea.Cmd, move) {
	press, ok := msg.(tea.KeyPressMsg)
	switch {
	case !ok:
	case press.String() == "shift+tab":
		return p.ask(1), stay
	case press.String() == "enter" && p.key != nil:
		p.keep()
		return nil, next
	case ui.Matches(press, p.m.keys.Copy) && p.key != nil:
		text := []byte(p.key.PublicBase64())
		return p.m.copies(text), stay
	}
	return nil, stay
}

// keep puts the answer into the draft.
func (p *keyPage) keep() {
	d := p.m.d
	d.Key = nil
	d.Passphrase.Wipe()
	d.Passphrase = crypto.Secret{}
	switch p.way {
	case keyNew:
		d.Key = p.key
		if !p.hidden.Empty() {
			d.Passphrase = crypto.NewSecret(bytes.Clone(p.hidden.Bytes()))
		}
		d.Set("private_key", "file:"+strings.TrimSpace(p.file))
	case keyOwn:
		d.Set("private_key", strings.TrimSpace(p.own))
	default:
		d.Set("private_key", "")
	}
}

// passphrase are the two fields, which show dots alone.
func (p *keyPage) passphrase(cells int) (lines []string) {
	s := &p.m.styles
	for i, field := range []*ui.SecretField{&p.hidden, &p.again} {
		if i == 1 && p.hidden.Empty() {
			break
		}
		lines = append(lines, p.m.label([]string{"passphrase", "once more"}[i], p.typing == i+1)+field.View(cells-labels-1, p.typing == i+1))
	}
	about := "If you want one: it protects the file, and you are asked for it whenever the wallet starts. Without one the file is " +
		"protected by its mode alone."
	lines = append(lines, "")
	for _, line := range ui.Wrapped(about, cells, 4) {
		lines = append(lines, s.Muted.Render(line))
	}
	if p.refused != "" {
		lines = append(append(lines, ""), p.m.wrong(p.refused, cells)...)
	}
	return lines
}

func (p *keyPage) view(cells, _ int) []string {
	s := &p.m.styles
	switch {
	case p.step == 1 && p.way == keyNew:
		return append(p.form.lines(cells), p.passphrase(cells)...)
	case p.step < 2:
		return p.form.lines(cells)
	case p.err != nil:
		return p.m.wrong(p.err.Error(), cells)
	case p.key == nil:
		return []string{s.Muted.Render("making a key of 2048 bits …")}
	}
	var lines []string
	at := client.IssuerName(p.m.d.Get("issuer")) + " " + config.Registration(p.m.d.Get("issuer"))
	for _, line := range ui.Wrapped("Register this public key at "+at, cells, 3) {
		lines = append(lines, s.Strong.Render(line))
	}
	lines = append(lines, ui.Hardwrapped(p.key.PublicBase64(), cells)...)
	return lines
}
