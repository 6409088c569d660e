package wizard

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"cardwallet/cmd/internal/draft"
	"cardwallet/tui/ui"
)

// lastPage asks for the look, whether the profile only reads, and limits. Then it writes.
type lastPage struct {
	m        *model
	theme    string
	readOnly bool
	movement string
	day      string
	form     *form
	opened   bool
	writing  bool
	stop     context.CancelFunc // of the writing
	left     bool               // the person wanted to leave meanwhile
	err      error
}

func (p *lastPage) name() string   { return "Done" }
func (p *lastPage) skipped() bool  { return false }
func (p *lastPage) wipe()          {}
func (p *lastPage) more() []string { return nil }
func (p *lastPage) hints() []string {
	if p.form != nil && p.onLast() {
		return []string{ui.Says(p.m.keys.Continue, "writes it and opens the wallet")}
	}
	return []string{ui.Says(p.m.keys.Continue, "next")}
}

// onLast reports whether the last question has the keys.
func (p *lastPage) onLast() bool { return p.form.GetFocusedField().GetKey() == "day" }

func (p *lastPage) open(bool) tea.Cmd {
	if !p.opened {
		p.opened = true
		p.theme, p.readOnly = p.m.d.Theme, p.m.d.Get("read_only") == "true"
		if p.theme == "" {
			p.theme = p.m.look.Theme
		}
		p.movement, p.day = limitText(p.m.d.Limits, "per_movement"), limitText(p.m.d.Limits, "per_day")
	}
	var cmd tea.Cmd
	p.err = nil
	p.form, cmd = p.m.newForm(
		huh.NewSelect[string]().Title("Colours").Options(huh.NewOptions(ui.Themes()...)...).Value(&p.theme),
		huh.NewSelect[bool]().Title("Read-only").Inline(true).Value(&p.readOnly).
			Options(huh.NewOption("no", false), huh.NewOption("yes: nothing moves money or changes a card", true)),
		p.limit("per movement", "per_movement", &p.movement, "no limit, or 1000.00 USD"),
		p.limit("per day", "per_day", &p.day, "no limit, or 5000.00 USD").Key("day"))
	return cmd
}

func (p *lastPage) limit(label, kind string, value *string, placeholder string) *huh.Input {
	return input(label, value, placeholder, func(text string) error { return p.wrongLimit(kind, text) })
}

// limitText is a limit as a person types it.
func limitText(limits map[string]string, kind string) string {
	for place, amount := range limits {
		if currency, ok := strings.CutPrefix(place, kind+"."); ok {
			return amount + " " + currency
		}
	}
	return ""
}

// limitOf reads an amount with its currency; without one it is in US dollars.
func limitOf(kind, text string) (place, amount string) {
	amount, currency, _ := strings.Cut(strings.TrimSpace(text), " ")
	if currency = strings.ToUpper(strings.TrimSpace(currency)); currency == "" {
		currency = "USD"
	}
	return kind + "." + currency, amount
}

func (p *lastPage) wrongLimit(kind, text string) error {
	if text == "" {
		return nil
	}
	place, amount := limitOf(kind, text)
	return refuse(draft.WrongLimit(p.m.opts.Config, place, amount))
}

type writtenMsg struct{ err error }

func (p *lastPage) update(msg tea.Msg) (tea.Cmd, move) {
	if written, ok := msg.(writtenMsg); ok {
		p.stop()
		switch p.writing, p.err = false, written.err; {
		case p.err != nil && p.left:
			return tea.Quit, stay
		case p.err != nil:
			return nil, stay
		}
		return func() tea.Msg { return doneMsg(Written) }, stay
	}
	if _, key := msg.(tea.KeyPressMsg); key && p.err != nil {
		return p.open(false), stay
	}
	if p.writing {
		return nil, stay
	}
	cmd, done := p.form.update(msg)
	p.keep()
	if done == next {
		p.writing, p.err = true, nil
		d := p.m.d
		var ctx context.Context
		ctx, p.stop = context.WithCancel(p.m.ctx)
		return p.m.work(func(context.Context) tea.Msg { return writtenMsg{p.m.opts.Write(ctx, d)} }), stay
	}
	return cmd, done
}

// keep puts the answers into the draft, so that the look is seen at once.
func (p *lastPage) keep() {
	d := p.m.d
	if d.Theme != p.theme {
		d.Theme = p.theme
		p.m.restyle()
		p.form.redraw() // huh keeps what it has drawn
	}
	if d.Theme == p.m.opts.Theme {
		d.Theme = "" // as it is anyway
	}
	readOnly := ""
	if p.readOnly {
		readOnly = "true"
	}
	d.Set("read_only", readOnly)
	d.Limits = map[string]string{}
	for kind, text := range map[string]string{"per_movement": p.movement, "per_day": p.day} {
		if strings.TrimSpace(text) != "" {
			place, amount := limitOf(kind, text)
			d.Limits[place] = amount
		}
	}
}

// sample is what the wallet looks like in the theme under the cursor.
func (p *lastPage) sample(cells int) []string {
	s := &p.m.styles
	row := func(name, end, status, amount string) string {
		return ui.Fit(" "+ui.Fit(name, 11)+s.Muted.Render(ui.Fit(end, 7))+status, cells-9) + ui.Right(amount, 7)
	}
	return []string{
		s.Border.Render("╭─ ") + s.Strong.Render("Cards") + s.Border.Render(" "+strings.Repeat("─", max(0, cells-10))+"╮"),
		s.Border.Render("│") + s.Selection.Render(ui.Fit("▌Visa Gift  ··4071 ● active", cells-8)+ui.Right("60.00", 6)) +
			s.Border.Render("│"),
		s.Border.Render("│") + ui.Fit(row("Ads", "··7735", s.OK.Render("●")+" active", "120.00"), cells-2) + s.Border.Render("│"),
		s.Border.Render("│") + ui.Fit(row("Travel", "··0218", s.Warn.Render("‖")+" frozen", s.Code.Render("◆ 4:07")), cells-2) +
			s.Border.Render("│"),
		s.Border.Render("╰─ ") + s.Accent.Render("o") + s.Muted.Render(" code") +
			s.Border.Render(" "+strings.Repeat("─", max(0, cells-11))+"╯"),
	}
}

func (p *lastPage) view(cells, _ int) []string {
	if p.writing {
		return []string{p.m.styles.Accent.Render("◐ writing …")}
	}
	if p.err != nil {
		return append(p.m.wrong(p.err.Error(), cells), "", p.m.styles.Muted.Render("Nothing was written. Any key goes back to the questions."))
	}
	const left = 18
	lines := p.form.lines(cells)
	for i, line := range p.sample(min(40, cells-left)) {
		if i+1 < len(lines) {
			lines[i+1] = ui.Fit(lines[i+1], left) + line
		}
	}
	return lines
}
