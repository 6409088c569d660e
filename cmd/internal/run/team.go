package run

import (
	"context"

	"cardwallet/client/team"
)

// HasTeam reports whether the config names a team's database. Nothing of it is read or asked.
func (a *App) HasTeam() bool { return a.settings != nil && !a.settings.State.URL.IsZero() }

// Team is the team's database, the one for all that is kept there; nil where the config names none. Where it is and with which password
// is read when it is first asked for, and nothing is asked of the database yet.
func (a *App) Team(ctx context.Context) (*team.Database, error) {
	if a.shared != nil || !a.HasTeam() {
		return a.shared, nil
	}
	url, _, err := a.settings.Database(ctx)
	if err != nil {
		return nil, err
	}
	defer clear(url)
	o := team.Options{URL: string(url)}
	o.Person, o.Host = Person(a.settings)
	db, err := team.Connect(o)
	if err != nil {
		return nil, &UsageError{err}
	}
	a.shared = db
	a.OnClose(func() { _ = db.Close() })
	return db, nil
}
