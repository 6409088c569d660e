package run

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// Notice is a line on stderr as JSON has it.
type Notice struct {
	Level   string  `json:"level"`   // error, warning or note
	Kind    *string `json:"kind"`    // a word of Kinds; null for a note
	Message string  `json:"message"` // what failed, or what is to be known
	Hint    *string `json:"hint"`    // what to do, in one line or more; null where there is nothing to say
	Profile *string `json:"profile"` // the account that it is about; null where it is about none or several
	Exit    *int    `json:"exit"`    // the exit code that an error stands for; else null
}

// The levels of a Notice.
const (
	levelError   = "error"   // it decides the exit code, or would if it stood alone
	levelWarning = "warning" // a failure that does not end the command
	levelNote    = "note"
)

// noticesInJSON reports whether stderr is for a program.
func (a *App) noticesInJSON() bool { return a.Flags.JSON || a.JSONNotices }

// Warn prints a failure that does not end the command.
func (a *App) Warn(err error) { a.tellError(levelWarning, err) }

// Warning is the line that Warn prints for people.
func Warning(err error) string { return "cardwallet: " + ui.SafeText(err.Error()) }

// Note prints one line beside the output.
func (a *App) Note(format string, args ...any) { a.tellLine("note: ", fmt.Sprintf(format, args...)) }

// Tell prints a line beside the output as it is: what was done, and what it was done for.
func (a *App) Tell(line string) { a.tellLine("", line) }

// Explain is Note at the place where questions are asked.
func (a *App) Explain(format string, args ...any) {
	fmt.Fprintln(a.Beside(), "note: "+SafeLine(fmt.Sprintf(format, args...)))
}

func (a *App) tellLine(before, line string) {
	if !a.noticesInJSON() {
		fmt.Fprintln(a.Err, before+SafeLine(line))
		return
	}
	a.print(Notice{Level: levelNote, Message: line, Profile: orNull(a.profileAtStart(line))})
}

func (a *App) tellError(level string, err error) {
	kind, text := KindOf(err), err.Error()
	switch _, usage := err.(*UsageError); { //nolint:errorlint // what wraps it has its own hint
	case level == levelError && interrupted(err):
		text = "interrupted"
	case level == levelError && usage && !strings.Contains(text, "\n"):
		text += "\nsee: cardwallet --help"
	}
	if !a.noticesInJSON() {
		fmt.Fprintln(a.Err, "cardwallet: "+ui.SafeText(text))
		return
	}
	if several := joined(err); len(several) > 1 {
		for _, one := range several {
			a.tellError(level, one)
		}
		return
	}
	message, hint, _ := strings.Cut(text, "\n")
	n := Notice{Level: level, Kind: &kind.Word, Message: message, Hint: orNull(strings.TrimSpace(hint))}
	if level == levelError {
		n.Exit = &kind.Exit
	}
	profiles := profilesOf(err)
	if len(profiles) == 0 {
		n.Profile = orNull(a.profileAtStart(message))
	} else if len(profiles) == 1 {
		n.Profile = &profiles[0]
	}
	a.print(n)
}

func (a *App) print(n Notice) { _ = WriteJSONLine(a.Err, n) }

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// profilesOf names the accounts whose issuers an error is about.
func profilesOf(err error) (profiles []string) {
	add := func(profile string) {
		if profile != "" && !slices.Contains(profiles, profile) {
			profiles = append(profiles, profile)
		}
	}
	var walk func(error)
	walk = func(err error) {
		switch e := err.(type) { //nolint:errorlint // it goes down by itself
		case *client.Error:
			add(e.Profile)
		case *client.OddRecords:
			add(e.Profile)
		case *client.GuardError:
			add(e.Movement.Profile)
		}
		switch e := err.(type) { //nolint:errorlint // it goes down by itself
		case interface{ Unwrap() error }:
			if inner := e.Unwrap(); inner != nil {
				walk(inner)
			}
		case interface{ Unwrap() []error }:
			for _, inner := range e.Unwrap() {
				walk(inner)
			}
		}
	}
	walk(err)
	return profiles
}

// profileAtStart is the profile that a message begins with, as all do that are about one account: "fin: list cards: …".
func (a *App) profileAtStart(message string) string {
	name, _, named := strings.Cut(message, ": ")
	if !named || a.settings == nil {
		return ""
	}
	if _, known := a.settings.Profile(name); !known {
		return ""
	}
	return name
}

// besideInJSON makes a note of each line that belongs to a question.
type besideInJSON struct{ a *App }

// Write takes whole lines.
func (b besideInJSON) Write(p []byte) (int, error) {
	for line := range strings.Lines(string(p)) {
		if line = strings.TrimSpace(strings.TrimPrefix(line, "note: ")); line != "" {
			b.a.Tell(line)
		}
	}
	return len(p), nil
}

// Beside is where to print what belongs to a question. It is the place where the question is asked.
func (a *App) Beside() io.Writer {
	if c, ok := a.console(); ok {
		return c.Out
	}
	if a.noticesInJSON() {
		return besideInJSON{a}
	}
	return a.Err
}

// joined are the errors that errors.Join put together, or the only one.
func joined(err error) []error {
	e, ok := err.(interface{ Unwrap() []error }) //nolint:errorlint // what wraps them says more
	if !ok {
		return []error{err}
	}
	var texts []string
	for _, inner := range e.Unwrap() {
		texts = append(texts, inner.Error())
	}
	if err.Error() != strings.Join(texts, "\n") { // it has a sentence of its own
		return []error{err}
	}
	return e.Unwrap()
}
