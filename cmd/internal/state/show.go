package state

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"cardwallet/client/journal/sqlite"
	"cardwallet/client/journal/transfer"
	"cardwallet/client/team"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/identity"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
)

// show prints where the state is. Where the team's database does not answer, what is known here is printed before the error.
func (a *command) show(ctx context.Context) error {
	if a.Flags.Quiet {
		return run.ErrNoIDs
	}
	settings, err := a.Config()
	if err != nil && !errors.Is(err, config.ErrNoConfig) {
		return err
	}
	place, err := a.State()
	if err != nil {
		return err
	}
	here, err := sqlite.Inspect(ctx, run.JournalPath(place.Dir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		a.Fail(err)
	}
	db, err := a.Team(ctx)
	if err != nil {
		return err
	}
	facts := [][2]string{{"directory", fmt.Sprintf("%s (%s)", config.ShownPath(place.Dir), place.From)},
		{"journal here", counted(here.Movements, here.Open, here.Unknown)}}
	document := documents.State{Shared: db != nil, Local: documents.LocalState{Directory: place.Dir, From: place.From,
		Movements: here.Movements, Open: here.Open, Unknown: here.Unknown}}
	mark, marked := transfer.ReadMark(run.JournalPath(place.Dir))
	if marked {
		facts = append(facts, [2]string{"imported", fmt.Sprintf("into %s at %s, %s", mark.Database, mark.Host, a.At(mark.At))})
		document.Local.Imported = &documents.Imported{Host: mark.Host, Database: mark.Database, At: documents.KnownTime(mark.At)}
	}
	if db == nil && marked {
		a.Note("%s", mark)
	}
	if db == nil {
		if a.Flags.JSON {
			return a.PrintJSON(document)
		}
		return a.PrintFacts(append([][2]string{{"state", "on this machine"}}, facts...))
	}
	person, _ := identity.Person(settings)
	t, failed := look(ctx, db)
	host, name := db.Place()
	if a.Flags.JSON {
		document.Team = &documents.TeamState{Host: host, Database: name, Role: db.Role(), Person: documents.Text(person)}
		if failed == nil {
			persons := documents.Texts(t.Persons)
			document.Team.Schema, document.Team.Persons = &t.version, &persons
			document.Team.Movements, document.Team.Open, document.Team.Unknown = &t.Movements, &t.Open, &t.Unknown
		}
		return errors.Join(a.PrintJSON(document), failed)
	}
	facts = append([][2]string{{"state", fmt.Sprintf("of a team: %s at %s", name, host)}, {"role", db.Role()}, {"person", person}}, facts...)
	if failed == nil {
		facts = append(facts, [2]string{"schema", "version " + strconv.FormatInt(t.version, 10)},
			[2]string{"journal", counted(t.Movements, t.Open, t.Unknown)}, [2]string{"persons", strings.Join(t.Persons, ", ")})
	}
	return errors.Join(a.PrintFacts(facts), failed)
}

// counted says how many movements there are.
func counted(all, open, unknown int) string {
	return fmt.Sprintf("%s, %d without a final outcome, %d of them unknown", run.Plural(all, "movement", "movements"), open, unknown)
}

// held is what the team's database holds.
type held struct {
	team.Summary
	version int64
}

func look(ctx context.Context, db *team.Database) (t held, err error) {
	if t.version, err = db.Version(ctx); err != nil {
		return t, err
	}
	if err := db.Check(ctx); err != nil {
		return t, err
	}
	t.Summary, err = db.Summary(ctx)
	return t, err
}
