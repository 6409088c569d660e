package wizard

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"cardwallet/client"
	"cardwallet/cmd/internal/draft"
	"cardwallet/config"
	"cardwallet/crypto"
	"cardwallet/tui/ui"
)

// signInPage asks what signs in: the settings that the issuer needs, where the secret is, and the secret itself where it is to be kept.
type signInPage struct {
	m      *model
	issuer string // whom the answers are for
	texts  []text
	place  string // chosen scheme
	refs   map[string]*string

	form    *form
	where   bool // the second question: the place itself
	hidden  ui.SecretField
	typing  bool // the field for the secret has the keys
	refused string
}

// text is one setting that is no secret.
type text struct {
	setting string
	value   *string
}

func (p *signInPage) name() string   { return "Sign-in" }
func (p *signInPage) skipped() bool  { return false }
func (p *signInPage) wipe()          { p.hidden.Wipe() }
func (p *signInPage) more() []string { return nil }
func (p *signInPage) hints() []string {
	return []string{ui.Says(p.m.keys.Continue, "next")}
}

func (p *signInPage) open(back bool) tea.Cmd {
	d := p.m.d
	if p.issuer != d.Get("issuer") {
		p.issuer, p.texts, p.place, p.refs = d.Get("issuer"), nil, "", map[string]*string{}
		p.hidden.Wipe()
		for _, s := range config.Settings() {
			if s.Table == config.ProfileTable && s.Kind == config.KindText && p.asks(s.Name) {
				value := d.Get(s.Name)
				if value == "" {
					value = s.Defaults[p.issuer]
				}
				p.texts = append(p.texts, text{s.Name, &value})
			}
		}
	}
	if back {
		return p.askWhere()
	}
	return p.askWho()
}

// asks reports whether a setting is asked for: the address, and what the issuer needs.
func (p *signInPage) asks(setting string) bool {
	for _, need := range config.Needs(p.issuer) {
		if need == setting {
			return true
		}
	}
	return setting == "base_url"
}

// askWho is the first question: who signs in, and at what kind of place the secret is.
func (p *signInPage) askWho() (cmd tea.Cmd) {
	p.where, p.typing, p.refused = false, false, ""
	setting, called := secretOf(p.issuer)
	var fields []huh.Field
	for _, t := range p.texts {
		fields = append(fields, input(strings.ReplaceAll(strings.ReplaceAll(t.setting, "base_url", "address"), "_", " "), t.value, "",
			func(value string) error { return p.wrong(t.setting, value) }))
	}
	var options []huh.Option[string]
	const words = 26
	cells, _ := p.m.room()
	for _, place := range p.m.places(setting) {
		if p.place == "" {
			p.place = place.scheme
		}
		if p.refs[place.scheme] == nil {
			ref := place.ref
			p.refs[place.scheme] = &ref
		}
		options = append(options, huh.NewOption(ui.Fit(place.words, words)+ui.Cut(place.ref, cells-words-2), place.scheme))
	}
	fields = append(fields, huh.NewSelect[string]().Title("Where is the "+called+" of "+client.IssuerName(p.issuer)+"?").
		Description("It is never written into the config, only where it is.").Options(options...).Value(&p.place))
	p.form, cmd = p.m.newForm(fields...)
	return cmd
}

// wrong says what is wrong with a setting that the issuer needs.
func (p *signInPage) wrong(setting, value string) error {
	if value == "" {
		return refuse("this is needed")
	}
	return refuse(draft.Wrong(p.m.opts.Config, p.issuer, setting, value))
}

// askWhere is the second question: the place itself. A secret that can be kept there has the keys first, since many paste it at once, and
// what is pasted into the place stands on the screen and in the config.
func (p *signInPage) askWhere() (cmd tea.Cmd) {
	setting, called := secretOf(p.issuer)
	p.where, p.refused = true, ""
	p.form, cmd = p.m.newForm(input(called+" is in", p.refs[p.place], "",
		func(value string) error { return p.wrong(setting, value) }))
	p.typing = p.keeps()
	return cmd
}

// keeps reports whether the secret can be typed, to be kept at the place.
func (p *signInPage) keeps() bool { return p.place == "file" || p.place == "keyring" }

func (p *signInPage) update(msg tea.Msg) (tea.Cmd, move) {
	if p.typing {
		switch msg.(type) {
		case tea.KeyPressMsg, tea.PasteMsg:
			return p.onSecret(msg)
		}
	}
	if there, late := msg.(keyringMsg); late && bool(there) && !p.where {
		at := p.form.index()
		cmd := p.askWho() // with the keyring among the places; what was chosen and typed stays
		return tea.Batch(cmd, p.form.focus(at)), stay
	}
	cmd, done := p.form.update(msg)
	switch {
	case done == back && p.where:
		return p.askWho(), stay
	case done == next && !p.where:
		return p.askWhere(), stay
	case done == next && p.keeps():
		p.typing = true
		return cmd, stay
	case done == next:
		return p.keep()
	}
	return cmd, done
}

// onSecret handles keys and pastes for the secret, which no form ever sees.
func (p *signInPage) onSecret(msg tea.Msg) (tea.Cmd, move) {
	p.refused = ""
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "enter", "tab":
			return p.keep()
		case "shift+tab", "up":
			p.typing = false
			return nil, stay
		}
	}
	if p.hidden.Update(msg, p.m.keys) {
		p.refused = "what you pasted does not fit: it must be one line"
	}
	return nil, stay
}

// keep puts the answers into the draft and goes on.
func (p *signInPage) keep() (tea.Cmd, move) {
	d := p.m.d
	setting, called := secretOf(p.issuer)
	ref := strings.TrimSpace(*p.refs[p.place])
	if p.place == "file" && !p.hidden.Empty() && draft.Taken(p.m.opts.Config, ref) {
		p.refused = "there is such a file already\nleave the " + called + " empty to use it, or name another file"
		return nil, stay
	}
	for _, t := range p.texts {
		value := strings.TrimSpace(*t.value)
		if value == config.NewProfile("", p.issuer).BaseURL && t.setting == "base_url" {
			value = "" // the default stays the program's
		}
		d.Set(t.setting, value)
	}
	d.Set(setting, ref)
	d.Secret.Value.Wipe()
	d.Secret = draft.Secret{}
	if p.keeps() && !p.hidden.Empty() {
		d.Secret = draft.Secret{Setting: setting, Value: crypto.NewSecret(append([]byte(nil), p.hidden.Bytes()...))}
	}
	return nil, next
}

func (p *signInPage) view(cells, _ int) []string {
	lines := p.form.lines(cells)
	if !p.where {
		return lines
	}
	s := &p.m.styles
	_, called := secretOf(p.issuer)
	if p.keeps() {
		lines = append(lines, p.m.label(called, p.typing)+p.hidden.View(cells-labels-1, p.typing), "")
		about := "Type or paste it here, where nobody sees it: it is then kept in a new file that only you can read. " +
			"Leave it empty where the file is there."
		if p.place == "keyring" {
			about = "Type or paste it here, where nobody sees it: it is then put into the keyring. Leave it empty where the keyring has it."
		}
		for _, line := range ui.Wrapped(about, cells, 4) {
			lines = append(lines, s.Muted.Render(line))
		}
	}
	if p.refused != "" {
		lines = append(append(lines, ""), p.m.wrong(p.refused, cells)...)
	}
	return lines
}
