package wizard

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/tui/ui"
)

// checkPage makes the checks of doctor and shows what each finds.
type checkPage struct {
	m     *model
	run   int // which of the runs is shown
	stop  context.CancelFunc
	found []diagnosis.Finding
	done  bool
	text  bool // what is to be written is shown in place of the findings
	top   int
}

func (p *checkPage) name() string  { return "Test" }
func (p *checkPage) skipped() bool { return false }
func (p *checkPage) wipe()         {}

func (p *checkPage) hints() []string { return []string{ui.Says(p.m.keys.Continue, "next")} }

func (p *checkPage) open(bool) tea.Cmd {
	p.end()
	p.run++
	p.found, p.done, p.text, p.top = nil, false, false, 0
	d, run := *p.m.d, p.run
	ctx, stop := context.WithCancel(p.m.ctx)
	p.stop = stop
	news := make(chan []diagnosis.Finding)
	look := p.m.work(func(context.Context) tea.Msg {
		defer close(news)
		p.m.opts.Check(ctx, &d, func(found ...diagnosis.Finding) {
			select {
			case news <- found:
			case <-ctx.Done():
			}
		})
		return nil
	})
	return tea.Batch(look, awaitFinding(run, news))
}

// end stops a run that is under way.
func (p *checkPage) end() {
	if p.stop != nil {
		p.stop()
	}
}

type foundMsg struct {
	run   int
	found []diagnosis.Finding
	more  bool
	news  <-chan []diagnosis.Finding
}

func awaitFinding(run int, news <-chan []diagnosis.Finding) tea.Cmd {
	return func() tea.Msg {
		found, more := <-news
		return foundMsg{run, found, more, news}
	}
}

func (p *checkPage) update(msg tea.Msg) (tea.Cmd, move) {
	switch msg := msg.(type) {
	case foundMsg:
		if msg.run != p.run {
			return nil, stay
		}
		p.found, p.done = append(p.found, msg.found...), !msg.more
		if msg.more {
			return awaitFinding(msg.run, msg.news), stay
		}
	case tea.KeyPressMsg:
		return p.onKey(msg)
	}
	return nil, stay
}

func (p *checkPage) onKey(msg tea.KeyPressMsg) (tea.Cmd, move) {
	switch {
	case msg.String() == "shift+tab":
		p.end()
		return nil, back
	case msg.String() == "enter", msg.String() == "tab":
		p.end()
		return nil, next
	case ui.Matches(msg, p.m.keys.Refresh):
		return p.open(false), stay
	case ui.Matches(msg, p.m.keys.Dates):
		p.text, p.top = !p.text, 0
	case ui.Matches(msg, p.m.keys.Down):
		p.top++
	case ui.Matches(msg, p.m.keys.Up):
		p.top--
	}
	return nil, stay
}

func (p *checkPage) view(cells, room int) []string {
	lines := p.findings(cells)
	if p.text {
		lines = p.file(cells)
	}
	p.top = max(0, min(p.top, len(lines)-room))
	if p.top+room < len(lines) {
		shown := lines[p.top : p.top+room-1]
		return append(shown, p.m.styles.Muted.Render(ui.Says(p.m.keys.Down, "more")))
	}
	return lines[p.top:]
}

// findings are what was found so far, with what to do about it.
func (p *checkPage) findings(cells int) (lines []string) {
	s := &p.m.styles
	for _, f := range p.found {
		mark, style := s.OK.Render("✓"), s.Text
		switch f.Status {
		case diagnosis.Warning:
			mark = s.Warn.Render("!")
		case diagnosis.Problem:
			mark, style = s.Bad.Render("✕"), s.Strong
		case diagnosis.Skipped:
			mark, style = s.Muted.Render("–"), s.Muted
		}
		for i, line := range ui.Wrapped(ui.Safe(f.Name+": "+f.Detail), cells-2, 3) {
			if i > 0 {
				mark = " "
			}
			lines = append(lines, mark+" "+style.Render(line))
		}
		if f.Fix == "" || f.Status == diagnosis.Skipped {
			continue
		}
		for _, line := range ui.Wrapped(ui.Safe(f.Fix), cells-4, 4) {
			lines = append(lines, "    "+s.Muted.Render(line))
		}
	}
	return append(lines, p.conclusion(cells)...)
}

// conclusion says how it stands.
func (p *checkPage) conclusion(cells int) []string {
	s, problems := &p.m.styles, 0
	for _, f := range p.found {
		if f.Status == diagnosis.Problem {
			problems++
		}
	}
	words := s.Accent.Render("◐ asking …")
	switch {
	case p.done && problems > 0:
		words = s.Warn.Render("It does not work yet: go back, or write it as it is.")
	case p.done:
		words = s.OK.Render("It works.")
	}
	keys := s.Muted.Render(ui.Says(p.m.keys.Refresh, "tests again") + " · " + ui.Says(p.m.keys.Dates, "shows what is written"))
	return []string{"", ui.Cut(words, cells), ui.Cut(keys, cells)}
}

// file is what comes into the config.
func (p *checkPage) file(cells int) (lines []string) {
	s := &p.m.styles
	lines = append(lines, s.Muted.Render(ui.Cut("to be added to "+ui.Safe(p.m.opts.Path), cells)), "")
	for _, line := range splitLines(p.m.d.Added()) {
		lines = append(lines, ui.Hardwrapped(ui.Safe(line), cells)...)
	}
	return append(lines, "", s.Muted.Render(ui.Says(p.m.keys.Dates, "shows the test")))
}
