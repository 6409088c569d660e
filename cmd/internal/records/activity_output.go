package records

import (
	"context"
	"errors"
	"iter"
	"slices"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/columns"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

// atOnce is how many rows of the journal are read at once.
const atOnce = 1000

// rowReader is the journal, as far as its rows are read one part after another.
type rowReader interface {
	Part(ctx context.Context, f client.MovementFilter, past int64) (found []client.Movement, last int64, err error)
}

// movements reads the rows that the filter selects, with --profile only those of the profiles that it names. An error ends them.
func (a *command) movements(ctx context.Context, book rowReader, filter client.MovementFilter) iter.Seq2[client.Movement, error] {
	return func(yield func(client.Movement, error) bool) {
		limit, past := filter.Limit, int64(0)
		for filter.Limit = atOnce; ; {
			if limit > 0 && len(a.Flags.Profiles) == 0 {
				filter.Limit = min(limit, atOnce)
			}
			rows, last, err := book.Part(ctx, filter, past)
			if err != nil {
				yield(client.Movement{}, err)
				return
			}
			for _, m := range rows {
				if len(a.Flags.Profiles) > 0 && !slices.Contains(a.Flags.Profiles, m.Profile) {
					continue
				}
				if !yield(m, nil) {
					return
				}
				if limit--; limit == 0 {
					return
				}
			}
			if past = last; len(rows) < filter.Limit {
				return
			}
		}
	}
}

// these are rows that are there already.
func these(rows ...client.Movement) iter.Seq2[client.Movement, error] {
	return func(yield func(client.Movement, error) bool) {
		for _, m := range rows {
			if !yield(m, nil) {
				return
			}
		}
	}
}

// printMovements prints rows as they come. Where they cannot be read to their end, those that came are there beside the error.
func (a *command) printMovements(ctx context.Context, rows iter.Seq2[client.Movement, error]) error {
	var out interface {
		add(m client.Movement) error
		end() error
	} = &movementArray{array: documents.NewArray(a.Out)}
	if !a.Flags.JSON {
		out = &movementTable{command: a, labeled: a.LabeledCards(ctx)}
	}
	begun := false
	for m, err := range rows {
		if err != nil && begun {
			return errors.Join(err, out.end())
		}
		if err == nil {
			err = out.add(m)
		}
		if err != nil {
			return err
		}
		begun = true
	}
	return out.end()
}

// movementArray prints movements as JSON.
type movementArray struct{ array *documents.Array }

func (o *movementArray) add(m client.Movement) error { return o.array.Add(documents.MovementOf(m)) }
func (o *movementArray) end() error                  { return o.array.End() }

// movementTable prints movements for people. It keeps the first ones to see which columns they need: a list that goes on has all.
type movementTable struct {
	*command
	labeled            func(client.Card) string
	first              []client.Movement
	rows               *run.Listing // nil while rows are kept
	people, referenced bool
}

func (o *movementTable) add(m client.Movement) error {
	if o.rows == nil {
		if o.first = append(o.first, m); len(o.first) < columns.Seen {
			return nil
		}
		return o.begin(true, true)
	}
	return o.print(m)
}

func (o *movementTable) end() error {
	if o.rows == nil {
		referenced := slices.ContainsFunc(o.first, func(m client.Movement) bool { return m.Reference != "" })
		if err := o.begin(words.SeveralPeople(o.first, o.Person()), referenced); err != nil {
			return err
		}
	}
	return o.rows.End()
}

// begin prints the rows that are kept.
func (o *movementTable) begin(people, referenced bool) (err error) {
	t := run.Table{Header: []string{"TIME", "ORDER", "KIND", "CARD", "AMOUNT", "FEE", "STATUS"}, Right: []int{4, 5}, ID: []int{1}}
	if o.people, o.referenced = people, referenced; people {
		t.Header = append(t.Header, "PERSON")
	}
	if referenced {
		t.Header = append(t.Header, "REFERENCE")
	}
	t.Header = append(t.Header, "WHAT IS KNOWN")
	if o.rows, err = o.List(t); err != nil {
		return err
	}
	for _, m := range o.first {
		if err := o.print(m); err != nil {
			return err
		}
	}
	o.first = nil
	return nil
}

func (o *movementTable) print(m client.Movement) error {
	of := m.Profile // of a holder, and of a card that has no id yet
	if m.CardID != "" {
		of = o.labeled(client.Card{Profile: m.Profile, ID: m.CardID})
	}
	cells := []string{o.At(m.CreatedAt), m.OrderID, m.Kind.Noun(), of, m.Amount.Shown(), m.Fee.Shown(), words.OfMovement(m.Status).Word}
	if o.people {
		cells = append(cells, m.Person)
	}
	if o.referenced {
		cells = append(cells, m.Reference)
	}
	return o.rows.Add(append(cells, m.Description)...)
}
