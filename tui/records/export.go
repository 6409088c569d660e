package records

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/private"
	"cardwallet/client/statement"
	"cardwallet/client/words"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// exportFormats are the formats of an export, which are the endings of its file too.
var exportFormats = []string{"csv", "json", "jsonl"}

const (
	exportLimit = 100_000 // records
	pathLimit   = 400     // characters
)

// Export writes the records that a list selects to a file, also those that were not read yet. It never writes over a file.
type Export struct {
	screen.OfCard
	list  string // what is exported, in words
	keep  func(client.Record) bool
	pages *recordPages

	lifetime

	format int // of exportFormats
	path   textinput.Model
	named  bool // the person typed a name
	stage  exportStage
	err    error
}

type exportStage int

const (
	exportAsk exportStage = iota
	exportRead
	exportWrite
	exportDone // and on the way out
)

// newExport returns the question for a list as it is now.
func newExport(l *Records) *Export {
	query := l.list.Query()
	e := &Export{OfCard: l.OfCard, list: words.List(l.kind), path: ui.NewField("", pathLimit), pages: newRecordPages(l.recorder, l.query())}
	e.keep = func(r client.Record) bool {
		return query.In(statement.SearchText(r))
	}
	if limits := l.limits(); len(limits) > 0 {
		e.list += ", " + strings.Join(limits, ", ")
	}
	if text := l.list.Filter.Value(); text != "" {
		e.list += ", with " + ui.Safe(text)
	}
	e.lifetime = newLifetime(l.Env)
	e.suggest()
	return e
}

// Init lets the person type.
func (e *Export) Init() tea.Cmd { return e.path.Focus() }

// Update handles keys and what is pasted.
func (e *Export) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if e.stage == exportAsk {
			return e.onKey(msg)
		}
	case tea.PasteMsg:
		if e.stage == exportAsk {
			return e.edit(msg)
		}
	}
	return nil
}

func (e *Export) onKey(msg tea.KeyPressMsg) tea.Cmd {
	k := e.Env.Keys
	switch {
	case key.Matches(msg, k.Back):
		return ui.Back
	case key.Matches(msg, k.NextField):
		e.format = (e.format + 1) % len(exportFormats)
		if e.named {
			e.path.SetValue(strings.TrimSuffix(e.path.Value(), filepath.Ext(e.path.Value())) + "." + exportFormats[e.format])
			e.path.CursorEnd()
		} else {
			e.suggest()
		}
	case key.Matches(msg, k.Continue):
		return e.start()
	default:
		return e.edit(msg)
	}
	return nil
}

func (e *Export) edit(msg tea.Msg) tea.Cmd {
	e.err = nil
	before := e.path.Value()
	cmd := ui.Edit(&e.path, msg)
	e.named = e.named || e.path.Value() != before
	return cmd
}

// suggest names the file after the card, the list and the day.
func (e *Export) suggest() {
	id := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, e.Card.ID)
	end := id[max(0, len(id)-4):]
	if e.pages.Query.CardID == "" {
		end = "all"
	}
	e.path.SetValue(fmt.Sprintf("%s-%s-%s.%s", e.pages.Query.Kind, end, e.Env.Now().Format(time.DateOnly), exportFormats[e.format]))
	e.path.CursorEnd()
}

// start reads what was not read yet.
func (e *Export) start() tea.Cmd {
	if strings.TrimSpace(e.path.Value()) == "" {
		return ui.Notify(ui.Info, "type the name of a file")
	}
	e.stage, e.err = exportRead, nil
	e.pages = newRecordPages(e.pages.Recorder, e.pages.Query)
	return e.next()
}

func (e *Export) next() tea.Cmd { return e.pages.next(e.ctx, e, e.onRecords) }

func (e *Export) onRecords([]client.Record) tea.Cmd {
	switch {
	case e.pages.err != nil:
		return e.fail(e.pages.err)
	case e.Env.Locked:
		return e.fail(errLockedMeanwhile)
	case len(e.pages.records) > exportLimit:
		return e.fail(fmt.Errorf("there are more than %d records\nlimit them by dates first", exportLimit))
	case e.pages.More:
		return e.next()
	}
	var records []client.Record
	for _, r := range e.pages.records {
		if e.keep(r) {
			records = append(records, r)
		}
	}
	e.stage = exportWrite
	write, expand, name, format := e.Env.Export, e.Env.ExpandHome, strings.TrimSpace(e.path.Value()), exportFormats[e.format]
	return screen.Ask(e, func() (path string, err error) {
		typed, err := expand(name)
		if err != nil {
			return "", err
		}
		return writeNew(typed, func(w io.Writer) error { return write(w, format, records) })
	}, func(path string, err error) tea.Cmd { return e.onWritten(path, len(records), err) })
}

func (e *Export) fail(err error) tea.Cmd {
	e.stage, e.err = exportAsk, err
	return nil
}

func (e *Export) onWritten(path string, records int, err error) tea.Cmd {
	if err != nil {
		return e.fail(err)
	}
	e.stage = exportDone
	level, words := ui.Good, fmt.Sprintf("%d records written to %s", records, ui.Safe(path))
	if odd := len(e.pages.Odd.Records); odd > 0 {
		level, words = ui.Warn, words+fmt.Sprintf(", %d could not be read whole", odd)
	}
	return tea.Batch(ui.Back, ui.Notify(level, words))
}

// writeNew makes a file that only the person can read, and fills it. It leaves a file alone that is there already, and removes one that it
// could not write whole.
func writeNew(name string, write func(io.Writer) error) (path string, err error) {
	if path, err = filepath.Abs(name); err != nil {
		return "", err
	}
	err = private.WriteNew(path, write)
	if errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("%s is there already\ngive another name: nothing is written over", path)
	}
	if err != nil {
		return "", err
	}
	return path, nil
}

// CapturesInput is true while the name is typed.
func (e *Export) CapturesInput() bool { return e.stage == exportAsk }

// Escape keeps the screen while the file is written, which takes a moment, so that the person is told what became of it.
func (e *Export) Escape() bool { return e.stage == exportWrite }

// Title says what is asked.
func (e *Export) Title() (where, position string) { return "Write all of this list to a file", "" }

// Box is how wide the box with the question is.
func (e *Export) Box() int { return ui.BoxCells }

// Actions are what a person can do here.
func (e *Export) Actions() []ui.Action { return ui.Bound(e.bindings()...) }

func (e *Export) bindings() []key.Binding {
	k := e.Env.Keys
	if e.stage != exportAsk {
		return nil
	}
	return []key.Binding{ui.Named(k.Continue, "write"), ui.Named(k.NextField, "next format"), k.Back}
}

// View draws the question, or how far it is.
func (e *Export) View(width, height int) string {
	s := e.Env.Styles
	var formats []string
	for i, f := range exportFormats {
		if i == e.format {
			f = s.Strong.Render("[" + f + "]")
		}
		formats = append(formats, f)
	}
	e.path.SetWidth(max(1, width-ui.LabelCells-4))
	of := "all cards of " + ui.Safe(e.Profile())
	if e.pages.Query.CardID != "" {
		of = screen.CardWords(e.Card)
	}
	lines := append([]string{""}, ui.Facts(s, width, ui.Labelled{Label: "of", Value: of}, ui.Labelled{Label: "list", Value: e.list},
		ui.Labelled{Label: "format", Value: strings.Join(formats, " ")}, ui.Labelled{},
		ui.Labelled{Label: "file", Value: ui.FieldView(&e.path)}, ui.Labelled{})...)
	switch {
	case e.stage == exportRead:
		lines = append(lines,
			" "+s.Accent.Render(fmt.Sprintf("reading page %d, %d records so far… esc gives up", e.pages.Query.Page+1, len(e.pages.records))))
	case e.stage >= exportWrite:
		lines = append(lines, " "+s.Accent.Render("writing…"))
	case e.err != nil:
		lines = append(lines, ui.ProblemLines(s, "not written: ", e.err, width)...)
	default:
		lines = append(lines, " "+s.Muted.Render("for you alone, never over another file; ~/ is your home"))
	}
	return ui.Body(lines, width, height)
}
