package money

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/holder"
	"cardwallet/cmd/internal/run"
	"cardwallet/cmd/internal/terminal"
)

// HolderCommands are the commands below holders that make one.
func HolderCommands(app *run.App) []*cobra.Command {
	return []*cobra.Command{newHoldersCreate(&command{App: app})}
}

// person is what the flags tell of a new holder.
type person struct {
	typeID, from string
	given        map[holder.Field]*string
}

func newHoldersCreate(a *command) *cobra.Command {
	who := person{given: map[holder.Field]*string{}}
	cmd := &cobra.Command{
		Use:   "create",
		Short: "Create a person that cards can be made out to (FinHub)",
		Long: "Create a holder for cards of a type. What has to be told of the person goes by the type (holder model, see: cardwallet types " +
			"show): what is missing or has not the right form is said before anything is sent. A file has the same fields, with _ for -, and " +
			"type, as JSON, TOML, or a row of CSV under a row of names; a flag goes before it. The number of a document is never a flag: it " +
			"is asked for, or stands in the file.\n\nThe issuer reviews a holder before cards can be made out to them. Nothing that is told " +
			"of the person is kept on this machine.\n\n" + unknownWords,
		Example: "cardwallet holders create --from ana.toml\n" +
			"cardwallet holders create --type 111002 --from - --reference hr-17 --yes --json <ana.json",
		Args: cobra.NoArgs,
	}
	flags := cmd.Flags()
	flags.StringVar(&who.typeID, "type", "", "card type ID that the holder is for")
	flags.Var(run.PathFlag{Path: &who.from}, "from", "FILE with what is told of the person, - for stdin (JSON)")
	for _, field := range holder.Fields() {
		if !field.Hidden() {
			who.given[field] = flags.String(field.Flag(), "", field.About())
		}
	}
	return a.sends(cmd, client.MoveHolder, func(ctx context.Context, _ []string, f *moveFlags) (draft, error) {
		return a.draftHolder(ctx, f, who)
	})
}

func (a *command) draftHolder(ctx context.Context, f *moveFlags, who person) (p draft, err error) {
	if p.Account, err = a.only(ctx, client.MoveHolder, "creates holders", "create holders"); err != nil {
		return p, err
	}
	if err := a.refused(ctx, p.Account, client.MoveHolder); err != nil {
		return p, err
	}
	maker, ok := p.Account.Issuer.(client.HolderMaker)
	if !ok {
		return p, fmt.Errorf("%s: new holders are %w", p.Account.Profile, client.ErrUnsupported)
	}
	told, err := who.read(ctx, a.In)
	p.Intent = client.Intent{Kind: client.MoveHolder, Reference: f.reference, Change: client.Change{Holder: told}}
	if err != nil {
		return p, err
	}
	if told.TypeID == "" {
		return p, run.Usagef("say for cards of which type the holder is: --type ID\nsee what is on offer with: cardwallet types")
	}
	form, err := maker.HolderForm(ctx, told.TypeID)
	if errors.Is(err, client.ErrTerms) {
		err = p.refusedByTerms(err)
	}
	if err != nil {
		return p, err
	}
	told.Model = form.Model
	err = a.askHidden(ctx, form, &told)
	p.Intent.Change.Holder = told // also the value that was asked for is wiped
	if err != nil {
		return p, err
	}
	if err := a.findEarlier(ctx, &p); err != nil || p.repeated() {
		return p, err
	}
	if problems := form.Problems(told); len(problems) > 0 {
		return p, p.refusedByTerms(fmt.Errorf("%w: what is told of the person is not what the issuer wants\n%s", client.ErrTerms,
			holder.InLines(problems)))
	}
	p.facts = holderFacts(form, told)
	return p, nil
}

// read takes what the flags and the file tell. A flag goes before the file; an empty one says nothing.
func (w person) read(ctx context.Context, stdin io.Reader) (told holder.Person, err error) {
	if w.from != "" {
		var data []byte
		data, err = terminal.Aside(ctx, func() ([]byte, error) { // a named pipe may wait for its writer
			if w.from == "-" {
				return io.ReadAll(io.LimitReader(stdin, holder.FileLimit+1))
			}
			file, err := os.Open(w.from)
			if err != nil {
				return nil, err
			}
			defer func() { _ = file.Close() }()
			return io.ReadAll(io.LimitReader(file, holder.FileLimit+1))
		})
		if err == nil {
			told, err = holder.Read(w.from, data)
		}
		clear(data)
		if err != nil {
			return told, run.Usagef("--from %s: %w", run.SafeLine(w.from), err)
		}
	}
	for field, value := range w.given {
		if *value != "" {
			told.Set(field, *value)
		}
	}
	if w.typeID != "" {
		told.TypeID = w.typeID
	}
	return told, nil
}

// askHidden asks at the terminal for what no flag can say, where somebody sits there.
func (a *command) askHidden(ctx context.Context, form holder.Form, told *holder.Person) error {
	for _, q := range form.Questions {
		if !q.Field.Hidden() || told.Has(q.Field) || !a.Interactive() {
			continue
		}
		typed, err := a.ReadPassphrase(ctx, q.Field.Label()+": ")
		if err != nil {
			return err
		}
		told.Set(q.Field, string(typed))
		clear(typed)
	}
	return nil
}

// holderFacts are what was told, as it will be sent, for the person who confirms it. Of what must not be seen only the end shows.
func holderFacts(form holder.Form, told holder.Person) [][2]string {
	facts := [][2]string{{"holder", told.Name()}, {"for", "cards of type " + told.TypeID + ", holder model " + form.Model}}
	for _, q := range form.Questions {
		if q.Field == holder.FirstName || q.Field == holder.LastName {
			continue
		}
		facts = append(facts, [2]string{q.Field.Label(), told.Shown(q.Field)})
	}
	return facts
}

// holderWords are the sentence about a holder who was created.
func holderWords(m client.Movement) string {
	who := m.Profile + "/" + m.IssuerOrderID
	return fmt.Sprintf("created the holder %s (order %s); follow the review with: cardwallet holders show %s --wait", who, m.OrderID, who)
}
