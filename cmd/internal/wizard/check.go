package wizard

import (
	"context"
	"slices"
	"strings"

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

	word    string // to be sent to the clipboard and pasted here; empty: nothing is to be tested so
	pasting bool   // it was sent
}

func (p *checkPage) name() string  { return "Test" }
func (p *checkPage) skipped() bool { return false }
func (p *checkPage) wipe()         {}

func (p *checkPage) hints() []string { return []string{ui.Says(p.m.keys.Continue, "next")} }

func (p *checkPage) more() []string {
	if p.text {
		return []string{ui.Says(p.m.keys.Dates, "shows the test")}
	}
	more := []string{ui.Says(p.m.keys.Refresh, "tests again"), ui.Says(p.m.keys.Dates, "shows the file")}
	if p.word != "" {
		more = append(more, ui.Says(p.m.keys.Copy, "tests copying"))
	}
	return more
}

func (p *checkPage) open(bool) tea.Cmd {
	p.end()
	p.run++
	p.found, p.done, p.text, p.top, p.word, p.pasting = nil, false, false, 0, "", false
	d, run := *p.m.d, p.run
	ctx, stop := context.WithCancel(p.m.ctx)
	p.stop = stop
	news := make(chan foundMsg)
	look := p.m.work(func(context.Context) tea.Msg {
		defer close(news)
		tell := func(told foundMsg) {
			select {
			case news <- told:
			case <-ctx.Done():
			}
		}
		p.m.opts.Check(ctx, &d, func(found ...diagnosis.Finding) { tell(foundMsg{found: found}) })
		if ctx.Err() == nil {
			found, word := p.m.opts.Clipboard(ctx)
			tell(foundMsg{found: []diagnosis.Finding{found}, word: word})
		}
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
	word  string
	more  bool
	news  <-chan foundMsg
}

func awaitFinding(run int, news <-chan foundMsg) tea.Cmd {
	return func() tea.Msg {
		told, more := <-news
		return foundMsg{run, told.found, told.word, more, news}
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
			p.word = msg.word
			return awaitFinding(msg.run, msg.news), stay
		}
		p.toProblem()
	case copiedMsg:
		return p.onCopied(msg), stay
	case tea.PasteMsg:
		p.onPaste(msg.Content)
	case tea.KeyPressMsg:
		return p.onKey(msg)
	}
	return nil, stay
}

// clipboard puts another finding in the place of the last one, which is that of the clipboard.
func (p *checkPage) clipboard(status, detail, fix string) {
	p.found[len(p.found)-1] = diagnosis.Finding{Name: "clipboard", Status: status, Detail: detail, Fix: fix}
}

// onCopied waits for the person to paste the word, since no terminal tells whether it took one.
func (p *checkPage) onCopied(msg copiedMsg) tea.Cmd {
	if p.word == "" { // of a test before
		return nil
	}
	if p.pasting = msg.done; !p.pasting {
		p.clipboard(diagnosis.Warning, msg.words, "")
		return nil
	}
	p.clipboard(waiting, "paste here what was sent …", "")
	if msg.sequence == "" {
		return nil
	}
	return tea.Raw(msg.sequence)
}

// onPaste takes what the person pasted: only the word proves anything.
func (p *checkPage) onPaste(text string) {
	if !p.pasting {
		return
	}
	p.pasting = false
	arrived := strings.TrimSpace(text) == p.word
	p.m.opts.Arrived(arrived)
	if arrived {
		p.clipboard(diagnosis.OK, "what was sent arrived", "")
		return
	}
	p.clipboard(diagnosis.Warning, "something else arrived", "allow clipboard access (OSC 52) in your terminal's settings; "+
		"values can always be shown and selected by hand")
}

// waiting is the status of what waits for the person.
const waiting = "waiting"

func (p *checkPage) onKey(msg tea.KeyPressMsg) (tea.Cmd, move) {
	switch {
	case msg.String() == "shift+tab":
		p.end()
		return nil, back
	case msg.String() == "enter", msg.String() == "tab":
		p.end()
		return nil, next
	case ui.Matches(msg, p.m.keys.Copy) && p.word != "":
		return p.m.copies([]byte(p.word)), stay
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

// view has the verdict at its end, whatever is scrolled above it.
func (p *checkPage) view(cells, room int) []string {
	lines, end := p.findings(cells), p.conclusion(cells)
	if p.text {
		lines, end = p.file(cells), nil
	}
	room -= len(end)
	p.top = max(0, min(p.top, len(lines)-room))
	if p.top+room < len(lines) {
		shown := slices.Clone(lines[p.top : p.top+room-1])
		return append(append(shown, p.m.styles.Muted.Render(ui.Says(p.m.keys.Down, "more"))), end...)
	}
	return append(lines[p.top:], end...)
}

// findings are what was found so far, with what to do about it.
func (p *checkPage) findings(cells int) (lines []string) {
	for _, f := range p.found {
		lines = append(lines, p.finding(f, cells)...)
	}
	return lines
}

func (p *checkPage) finding(f diagnosis.Finding, cells int) (lines []string) {
	s := &p.m.styles
	mark, style := s.OK.Render("✓"), s.Text
	switch f.Status {
	case diagnosis.Warning:
		mark = s.Warn.Render("!")
	case diagnosis.Problem:
		mark, style = s.Bad.Render("✕"), s.Strong
	case diagnosis.Skipped:
		mark, style = s.Muted.Render("–"), s.Muted
	case waiting:
		mark, style = s.Accent.Render("◐"), s.Text
	}
	for i, line := range ui.Wrapped(ui.Safe(f.Name+": "+f.Detail), cells-2, 3) {
		if i > 0 {
			mark = " "
		}
		lines = append(lines, mark+" "+style.Render(line))
	}
	if f.Fix == "" || f.Status == diagnosis.Skipped {
		return lines
	}
	for _, line := range ui.Wrapped(ui.Safe(f.Fix), cells-4, 4) {
		lines = append(lines, "    "+s.Muted.Render(line))
	}
	return lines
}

// toProblem scrolls to the first problem, with what to do about it.
func (p *checkPage) toProblem() {
	cells, _ := p.m.room()
	above := 0
	for _, f := range p.found {
		if f.Status == diagnosis.Problem {
			p.top = above
			return
		}
		above += len(p.finding(f, cells))
	}
}

// conclusion says how it stands.
func (p *checkPage) conclusion(cells int) []string {
	s, problems, warnings := &p.m.styles, 0, 0
	for _, f := range p.found {
		switch f.Status {
		case diagnosis.Problem:
			problems++
		case diagnosis.Warning:
			warnings++
		}
	}
	words := s.Accent.Render("◐") + " " + s.Muted.Render("asking …")
	switch {
	case p.done && problems > 0:
		words = s.Warn.Render("It does not work yet: go back, or write it as it is.")
	case p.done && warnings > 0:
		words = s.OK.Render("It works.") + " " + s.Muted.Render("What ! says is to be done yet.")
	case p.done:
		words = s.OK.Render("It works.")
	}
	return []string{"", ui.Cut(words, cells), s.Muted.Render(ui.Cut("config   "+ui.Safe(p.m.opts.Path)+", 0600", cells))}
}

// file is what comes into the config.
func (p *checkPage) file(cells int) (lines []string) {
	s := &p.m.styles
	lines = append(lines, s.Muted.Render(ui.Cut("to be added to "+ui.Safe(p.m.opts.Path), cells)), "")
	for _, line := range splitLines(p.m.d.Added()) {
		lines = append(lines, ui.Hardwrapped(ui.Safe(line), cells)...)
	}
	return lines
}
