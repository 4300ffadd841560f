#include "app/gui/alert_sign.h"

#include "widgets/look.h"

namespace forewatch {

AlertSign::AlertSign(QWidget *map) : QLabel(map)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAccessibleName(tr("Alert at the map's time"));
    setContentsMargins(gridUnit, gridUnit / 2, gridUnit, gridUnit / 2);
    setAutoFillBackground(true);
    QPalette colors = palette();
    colors.setColor(QPalette::Window, QColor(0x5b3a8c));
    colors.setColor(QPalette::WindowText, Qt::white);
    setPalette(colors);
    move(gridUnit, gridUnit);
    hide();
}

void AlertSign::showAt(const RiskTimeline *timeline, Time time)
{
    const auto index = timeline && timeline->task.question == Question::NextWindow ? timeline->alertAt(time) : std::nullopt;
    setVisible(index.has_value());
    if (!index)
        return;
    const Alert &alert = timeline->alerts[*index];
    setText(tr("In alert: %1 · raised %2 · peak %3 %")
                .arg(formatWindow(alert.span), formatTime(alert.raised))
                .arg(100 * alert.peak, 0, 'f', 1));
    adjustSize();
    raise();
}

} // namespace forewatch
