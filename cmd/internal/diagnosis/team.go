package diagnosis

import (
	"context"
	"fmt"
	"time"

	"cardwallet/client/journal/spool"
	"cardwallet/client/team"
	"cardwallet/cmd/internal/run"
)

// apart is how far the clock of this machine may be from that of the database until it is worth a word. Nothing but what people read
// depends on it.
const apart = 5 * time.Second

const teamGroup = "state"

// Team looks at the team's database and changes nothing there; no finding where the config names none. offline leaves out what has to ask
// it. No finding holds a user's password.
func Team(ctx context.Context, a *run.App, offline bool) []Finding {
	db, err := a.Team(ctx)
	if err != nil { // its reference cannot be read, or its URL not be used
		return []Finding{Failing(teamGroup, "database", Problem, err)}
	}
	if db == nil {
		return nil
	}
	host, name := db.Place()
	place := fmt.Sprintf("%s at %s, as %s", name, host, db.Role())
	found := []Finding{way(db)}
	if offline {
		found = append([]Finding{Skip(teamGroup, "database", place+": not asked", "")}, found...)
	} else {
		found = append(asked(ctx, a, db, place), found...)
	}
	return append(found, waiting(a)...)
}

// way says whether what is sent can be read and changed on its way.
func way(db *team.Database) Finding {
	const name = "way"
	if wrong := db.Insecure(); wrong != "" {
		return Failing(teamGroup, name, Problem, fmt.Errorf("%s", wrong)) //nolint:err113 // it is a text
	}
	return Fine(teamGroup, name, "over TLS to a host that is verified, or within this machine")
}

// asked asks the database. Where it does not answer the rest is not looked at.
func asked(ctx context.Context, a *run.App, db *team.Database, place string) []Finding {
	version, err := db.Version(ctx)
	if err != nil {
		return []Finding{Failing(teamGroup, "database", Problem, err)}
	}
	found := []Finding{Fine(teamGroup, "database", place)}
	if err := db.Check(ctx); err != nil {
		return append(found, Failing(teamGroup, "schema", Problem, err))
	}
	found = append(found, Fine(teamGroup, "schema", fmt.Sprintf("version %d, as this program's", version)))
	switch owns, err := db.OwnsSchema(ctx); {
	case err != nil:
		found = append(found, Failing(teamGroup, "rights", Warning, err))
	case owns:
		found = append(found, Warn(teamGroup, "rights", db.Role()+" owns the schema, and may do more than people need",
			"use another role for people, with SELECT, INSERT and UPDATE"))
	default:
		found = append(found, Fine(teamGroup, "rights", db.Role()+" does not own the schema"))
	}
	return append(found, clock(a, db))
}

func clock(a *run.App, db *team.Database) Finding {
	const name = "clock"
	off := a.Now().Sub(db.Moment().Time).Round(time.Second)
	switch {
	case off > apart:
		return Warn(teamGroup, name, fmt.Sprintf("this machine is %s ahead of the database", off), "set the clock of this machine")
	case off < -apart:
		return Warn(teamGroup, name, fmt.Sprintf("this machine is %s behind the database", -off), "set the clock of this machine")
	}
	return Fine(teamGroup, name, "that of this machine is as the database's")
}

// waiting tells of outcomes that are kept on this machine until the database takes them.
func waiting(a *run.App) []Finding {
	const name = "outcomes"
	place, err := a.State()
	if err != nil {
		return nil // that was said
	}
	kept, err := spool.In(run.SpoolPath(place.Dir)).All()
	var found []Finding
	if err != nil {
		found = append(found, Failing(teamGroup, name, Problem, err))
	}
	switch {
	case len(kept) > 0:
		found = append(found, Warn(teamGroup, name, run.Plural(len(kept), "outcome waits", "outcomes wait")+
			" on this machine until the database takes them", "note them: cardwallet activity --reconcile"))
	case err == nil:
		found = append(found, Fine(teamGroup, name, "none waits on this machine"))
	}
	return found
}
