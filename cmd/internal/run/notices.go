package run

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/cmd/internal/documents"
	"cardwallet/tui/ui"
)

// noticesInJSON reports whether stderr is for a program.
func (a *App) noticesInJSON() bool { return a.Flags.JSON || a.JSONNotices }

// Warn prints a failure that does not end the command.
func (a *App) Warn(err error) { a.tellError(documents.LevelWarning, err) }

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
	a.print(documents.Notice{Level: documents.LevelNote, Message: line, Profile: documents.Text(a.profileAtStart(line))})
}

func (a *App) tellError(level documents.NoticeLevel, err error) {
	kind, text := KindOf(err), err.Error()
	switch _, usage := err.(*UsageError); { //nolint:errorlint // what wraps it has its own hint
	case level == documents.LevelError && interrupted(err):
		text = "interrupted"
	case level == documents.LevelError && usage && !strings.Contains(text, "\n"):
		text += "\nsee: cardwallet --help"
	}
	text = a.inWords(err, text)
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
	n := documents.Notice{Level: level, Kind: &kind.Word, Message: message, Hint: documents.Text(strings.TrimSpace(hint))}
	if level == documents.LevelError {
		n.Exit = &kind.Exit
	}
	profiles := profilesOf(err)
	if len(profiles) == 0 {
		n.Profile = documents.Text(a.profileAtStart(message))
	} else if len(profiles) == 1 {
		n.Profile = &profiles[0]
	}
	a.print(n)
}

func (a *App) print(n documents.Notice) { _ = documents.WriteLine(a.Err, n) }

// ofProfile is an error about one account whose text does not begin with its name.
type ofProfile struct {
	error
	profile string
}

// Unwrap gives the error inside.
func (e ofProfile) Unwrap() error { return e.error }

// OfProfile says of an error, which is not nil, that it is about the account of a profile.
func OfProfile(profile string, err error) error { return ofProfile{err, profile} }

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
		case ofProfile:
			add(e.profile)
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

// profileAtStart is the profile that a message begins with, as all do that are about one account or card of it: "fin: list cards: …".
func (a *App) profileAtStart(message string) string {
	for _, before := range []string{"left out: ", "profile ", "private_key of "} {
		message = strings.TrimPrefix(message, before)
	}
	name, _, named := strings.Cut(message, ": ")
	name, _, _ = strings.Cut(name, "/")
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
