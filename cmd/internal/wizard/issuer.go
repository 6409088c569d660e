package wizard

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"cardwallet/client"
	"cardwallet/cmd/internal/draft"
	"cardwallet/config"
	"cardwallet/tui/ui"
)

// lookAround is the choice of the demo among the issuers.
const lookAround = "demo"

// issuerPage asks whose cards they are, and how the profile is called.
type issuerPage struct {
	m      *model
	form   *form
	issuer string
	called string
}

func (p *issuerPage) name() string   { return "Issuer" }
func (p *issuerPage) skipped() bool  { return false }
func (p *issuerPage) wipe()          {}
func (p *issuerPage) more() []string { return nil }
func (p *issuerPage) hints() []string {
	return []string{ui.Says(p.m.keys.Continue, "next")}
}

func (p *issuerPage) open(bool) tea.Cmd {
	if p.issuer == "" {
		p.issuer, p.called = p.m.d.Get("issuer"), p.m.d.Name
	}
	var options []huh.Option[string]
	for _, kind := range config.Issuers() {
		words := client.IssuerName(kind)
		if client.Sealing(kind) {
			words = ui.Fit(words, labels) + " " + "seals with an RSA key of yours"
		}
		options = append(options, huh.NewOption(words, kind))
	}
	if p.m.opts.Demo {
		options = append(options, huh.NewOption("look around first, with simulated issuers", lookAround))
	}
	var cmd tea.Cmd
	p.form, cmd = p.m.newForm(
		huh.NewSelect[string]().Title("Whose cards do you hold?").Options(options...).Value(&p.issuer),
		input("called here", &p.called, "as the issuer", p.wrongName))
	return cmd
}

// wrongName says what is wrong with a name for the profile.
func (p *issuerPage) wrongName(name string) error {
	if p.issuer == lookAround {
		return nil
	}
	if name == "" {
		name = p.issuer
	}
	if slices.Contains(p.m.opts.Taken, name) {
		return refuse("your config has a profile " + name + " already\ngive this one another name")
	}
	return refuse(draft.WrongName(p.m.opts.Config, name))
}

func (p *issuerPage) update(msg tea.Msg) (tea.Cmd, move) {
	if press, ok := msg.(tea.KeyPressMsg); ok && press.String() == "enter" && p.issuer == lookAround {
		return func() tea.Msg { return doneMsg(Demo) }, stay
	}
	cmd, done := p.form.update(msg)
	if done != next {
		return cmd, stay // there is no page before
	}
	d := p.m.d
	if issuer := d.Get("issuer"); issuer != p.issuer { // what another issuer was told means nothing to this one
		theme, limits, readOnly := d.Theme, d.Limits, d.Get("read_only")
		d.Secret.Value.Wipe()
		*d = draft.Draft{Theme: theme, Limits: limits}
		d.Set("issuer", p.issuer)
		d.Set("read_only", readOnly)
	}
	if d.Name = strings.TrimSpace(p.called); d.Name == "" {
		d.Name = p.issuer
	}
	return cmd, next
}

func (p *issuerPage) view(cells, _ int) []string { return p.form.lines(cells) }
