package tui

import (
	"cmp"
	"context"
	"slices"
	"sync/atomic"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/cards"
	"cardwallet/tui/dialog"
	"cardwallet/tui/poll"
	"cardwallet/tui/residue"
	"cardwallet/tui/screen"
	"cardwallet/tui/team"
	"cardwallet/tui/toast"
	"cardwallet/tui/ui"
	"cardwallet/tui/work"
)

// Model is the root of the program.
type Model struct {
	opts    Options
	env     *screen.Env
	end     context.CancelCauseFunc // ends Env.Ctx; the first cause counts
	work    *work.Group
	poller  *poll.Poller
	settler *poll.Settler
	others  *team.Others

	cards   *cards.Cards
	stack   []ui.Screen // never empty; the last one is in front
	away    away
	dialogs dialog.Stack
	keys    int  // and pastes, so far
	crowded bool // keys came while a screen was being opened: what they left behind is not for it

	width, height int
	look          ui.Look

	heard     screen.Heard
	notice    ui.NoticeMsg // empty Text when there is none
	held      held
	announced announcement
	toasts    toast.Stack
	refused   string // the newest notice that nothing can be done while money is moving
	insisted  bool   // ctrl+c was refused once because money is moving
	quits     bool   // q was refused once because something waits
	gone      bool   // the person left
	lock      lock
	trail     *trail
	residue   residue.Residue
	replies   replies
	symbols   symbols

	ticking  bool
	watching bool // it is being asked who looks

	holdsForks atomic.Int32

	crashing atomic.Bool
	failed   chan error // of the first panic
	crash    error      // of it, once Update knows
}

// New returns the program with the list of cards in front. Nothing runs before Init.
func New(opts Options) *Model {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Ticks == nil {
		start := time.Now()
		opts.Ticks = func() time.Duration { return time.Since(start) }
	}
	opts.Theme, opts.Notify = cmp.Or(opts.Theme, ui.Auto), cmp.Or(opts.Notify, screen.NotifyBell)
	ctx, end := context.WithCancelCause(context.Background())
	m := &Model{opts: opts, failed: make(chan error, 1), look: ui.Look{Theme: opts.Theme}}
	m.end, m.work = end, work.NewGroup(m.rescue)
	m.symbols.locale = opts.ASCII
	styles := m.styles()
	m.env = &screen.Env{
		Ctx: ctx, Wallet: m.heard.Listen(opts.Wallet), Payer: screen.NewTill(opts.Payer), Now: opts.Now, Settings: opts.Settings,
		Labels: opts.Labels, Export: opts.Export, ExpandHome: opts.ExpandHome, Keys: ui.NewKeys().Changed(opts.Keys), Styles: &styles,
		Codes: screen.NewCodeBook(), Moves: &screen.MoveBook{}, Holders: &screen.HolderBook{},
		ListedAt: map[string]time.Time{},
		Audience: screen.NewAudience(opts.Viewers), Attention: dialog.NewAttention(opts.Now),
	}
	if opts.NoShell {
		m.env.Keys.Suspend.SetHelp(m.env.Keys.Suspend.Help().Key, m.env.Keys.Lock.Help().Desc)
	}
	m.trail = &trail{write: opts.Record, writing: make(chan struct{}, 1)}
	m.poller, m.settler = poll.NewPoller(m.env), poll.NewSettler(m.env, m.onSettled)
	m.env.Person, m.others = opts.Person, team.New(m.env, opts.Team)
	m.cards = cards.NewCards(m.env)
	m.env.Find = m.cards.Find
	m.noteActive()
	m.stack = []ui.Screen{m.cards}
	return m
}

// Init starts everything that takes time. The first frame does not wait for it.
func (m *Model) Init() tea.Cmd {
	cmds := []tea.Cmd{m.awaitFailure, m.cards.Init(), m.poller.AskAll(), m.settler.Start(), m.watchIdle(), m.awaitUnrecorded(),
		m.others.Watch(m.onTeam)}
	m.noteAsked(false)
	return m.work.Run(tea.Batch(append(cmds, m.askGround())...))
}

// Update routes one message and keeps the ticker running while something counts.
func (m *Model) Update(msg tea.Msg) (model tea.Model, cmd tea.Cmd) {
	model = m // also after a panic
	defer m.rescueScreen()
	locked := m.lock.on
	m.replies.onAnswer(msg)
	cmd = m.route(msg)
	cmd = tea.Batch(cmd, m.onReleased(), m.onHeard(), m.clearResidue(msg))
	cmd = tea.Batch(cmd, m.auditLock(locked))
	m.followNotice()
	return m, m.work.Run(tea.Batch(cmd, m.tick()))
}

func (m *Model) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		m.onInput(msg)
		return withKeys(m.onKey(ui.Physical(msg)), m.keys)
	case tea.PasteMsg:
		m.onInput(msg)
		return m.onPaste(msg)
	case tea.MouseMsg:
		return m.onMouse(msg)
	case tea.BlurMsg:
		if m.opts.HideOnBlur {
			m.hide()
		}
		return nil
	case tea.SuspendMsg: // it comes here when it is over
		m.onResumed()
		m.noteAsked(false)
		return nil
	case triedMsg:
		return m.onTried(msg)
	case tea.WindowSizeMsg:
		m.width, m.height = max(0, msg.Width), max(0, msg.Height)
		return m.askWidth()
	case tea.CursorPositionMsg:
		return m.onCursor(msg)
	case tea.ColorProfileMsg, tea.EnvMsg, tea.BackgroundColorMsg, tea.ForegroundColorMsg:
		m.onTerminal(msg)
		return nil
	case pushedMsg:
		m.crowded = m.crowded || msg.keys != m.keys
		return m.route(msg.push)
	case ui.PushMsg:
		m.stack = append(m.stack, msg.Screen)
		return msg.Screen.Init()
	case ui.BackMsg:
		return m.back()
	case ui.NoticeMsg:
		return m.tell(msg)
	case screen.Reply:
		return msg.Deliver(m.stack...)
	case screen.CopyMsg:
		return m.put(msg, "", m.env.Now())
	case copiedMsg:
		return m.onCopied(msg)
	case newerMsg:
		return m.onNewer(msg)
	case screen.ArmMsg, screen.DisarmMsg, screen.WatchMsg, screen.UnwatchMsg, screen.AskCodesMsg, poll.AnswerMsg:
		return m.onCodes(msg)
	case screen.MovedMsg:
		return tea.Batch(m.broadcast(msg), m.settler.OnMoved())
	case screen.SettleMsg:
		return m.settler.Pass(true)
	case screen.AuditMsg:
		return m.audit(msg.Entry)
	case leaveMsg:
		return m.leave()
	case crashMsg:
		return m.onCrash(msg.err)
	}
	return m.broadcast(msg)
}

func (m *Model) onPaste(msg tea.PasteMsg) tea.Cmd {
	if len(m.lock.prompt.closed) > 0 {
		return m.onSealedPaste(msg.Content)
	}
	if _, open := m.dialogs.Front(); open || m.tooSmall() || m.lock.on || m.crowded {
		return nil
	}
	if m.noteActive() {
		return m.lockUp(byItself)
	}
	return m.front().Update(msg)
}

// onKey routes a key; the package comment says in which order.
func (m *Model) onKey(msg tea.KeyPressMsg) tea.Cmd {
	late := m.noteActive()
	switch {
	case m.lock.on:
		return m.onLockedKey(msg)
	case late:
		return m.lockUp(byItself)
	}
	m.lock.wanted = false // the person is there
	k := m.env.Keys
	notice, insisted := m.notice, m.insisted
	m.insisted, m.quits = false, m.quits && ui.Matches(msg, k.Quit)
	// A key that was on its way when a code arrived says nothing about it. Nobody reads what is not drawn.
	if !m.tooSmall() && (!m.announced.is(notice) || m.announced.seen(m.env.Now())) {
		m.notice = m.away.after(notice, m.env.Now())
	}
	switch {
	case key.Matches(msg, k.ForceQuit):
		return m.forceQuit(insisted)
	case key.Matches(msg, k.Suspend):
		return m.suspend()
	case key.Matches(msg, k.Repaint):
		m.notice = notice
		return m.repaint()
	case m.tooSmall(): // nobody presses what they cannot see
		return nil
	case m.crowded && !ui.Matches(msg, k.Back):
		return nil
	}
	if _, open := m.dialogs.Front(); open {
		return m.dialogs.Update(msg)
	}
	if captures(m.front()) {
		return m.front().Update(msg)
	}
	if m.announced.is(notice) && m.announced.seen(m.env.Now()) && m.opens(msg) {
		return m.openAnnounced()
	}
	if cmd, taken := ui.Dispatch(m.everywhere(), msg); taken {
		return cmd
	}
	return m.front().Update(msg)
}

func (m *Model) tell(msg ui.NoticeMsg) tea.Cmd {
	m.toasts.Again()
	m.notice = msg
	return nil
}

// tick starts the one ticker when something counts and it does not run yet. It is aligned to whole seconds, so that all
// countdowns change together.
func (m *Model) tick() tea.Cmd {
	counting := m.lock.on && m.lock.prompt.waiting(m.opts.Ticks()) > 0 || !m.lock.on &&
		(m.held.counting() || m.toasts.Stand() || slices.ContainsFunc(m.stack, func(s ui.Screen) bool {
			c, ok := s.(ui.Counter)
			return ok && c.Counting()
		}))
	if m.ticking || !counting || m.gone {
		return nil
	}
	m.ticking = true
	now := m.env.Now()
	return m.after(now.Truncate(time.Second).Add(time.Second).Sub(now), func() tea.Cmd {
		m.ticking = false
		return tea.Batch(m.broadcast(ui.TickMsg{Now: m.env.Now()}), m.watch())
	})
}

// after waits and then does something inside Update, or nothing when the program ends first.
func (m *Model) after(wait time.Duration, do func() tea.Cmd) tea.Cmd {
	return ui.After(m.env.Ctx, wait, screen.NewReply(nil, do))
}

// account is the account of a profile, the zero Account when there is none.
func (m *Model) account(profile string) client.Account {
	a, _ := m.env.Wallet.Account(profile)
	return a
}
