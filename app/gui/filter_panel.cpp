#include "app/gui/filter_panel.h"

#include "app/gui/exploration.h"
#include "app/gui/session.h"
#include "widgets/filter/filter_view.h"

#include <QVBoxLayout>

namespace forewatch {

namespace {

/// Merge keys of the exploration's steps from here on are the filter's.
constexpr int firstMergeKey = 1'000'000;

} // namespace

FilterPanel::FilterPanel(Session *session, Exploration *exploration, QWidget *parent)
    : QWidget(parent)
    , m_exploration(exploration)
    , m_view(new FilterView)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &FilterPanel::count);
    connect(session, &Session::cityChanged, this, [this] {
        m_view->setCity(m_exploration->whole());
        m_soon.start();
    });
    connect(exploration, &Exploration::shownChanged, this, [this] { m_soon.start(); });
    connect(exploration, &Exploration::settingsChanged, this,
            [this] { m_view->setFilter(m_exploration->settings().filter); });
    connect(m_view, &FilterView::edited, this, [this](const Filter &wanted, const QString &what, int step) {
        ViewSettings settings = m_exploration->settings();
        settings.filter = wanted;
        m_exploration->change(settings, what, firstMergeKey + step);
    });
}

void FilterPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_soon.start();
}

void FilterPanel::count()
{
    if (!isVisible() || !m_exploration->hasCity())
        return;
    const City &whole = m_exploration->whole();
    m_view->setCounts(filterCounts(whole, m_exploration->filterTest()), whole.incidents->size());
}

} // namespace forewatch
