#pragma once

#include "engine/map/map_painter.h"

#include <QWidget>

#include <optional>
#include <vector>

class QLabel;
class QTreeWidget;
class QTreeWidgetItem;

namespace forewatch {

/// What the signs on the map mean, how many of each the current snapshot holds, and which are shown: a row for each
/// group, loudest first, that unfolds into its incident types.
class LegendView : public QWidget
{
    Q_OBJECT

public:
    explicit LegendView(QWidget *parent = nullptr);

    /// Shows all types of the legend, without counts, and touched neighborhoods. Before, the view says what will stand
    /// here.
    void setLegend(const Legend &legend);

    /// Incidents of the current snapshot, indexed as the legend's types.
    void setCounts(const std::vector<int> &perType);

    /// The original style has a color for each type and no signs for groups, so it unfolds them; the clear style folds
    /// these again.
    void setMapStyle(MapStyle style);

    /// The clear style with a color for each type: unfolds the groups like the original style.
    void setTypesApart(bool apart);

    /// Indexed as the legend's types.
    std::vector<bool> hiddenTypes() const;
    void setHiddenTypes(const std::vector<bool> &hidden);

    /// Whether touched neighborhoods are outlined.
    bool showsTouched() const;
    /// Precondition: there is a legend.
    void setShowsTouched(bool shows);

Q_SIGNALS:
    /// The user shows or hides something.
    void changed();

protected:
    void changeEvent(QEvent *event) override;

private:
    void addGroup(Group group);
    void showTypes();
    void unfold();
    void foldAgain();
    void fitColumns();
    void paintSigns();
    QIcon groupSign(Group group) const;
    QIcon typeSign(std::size_t type) const;

    std::optional<Legend> m_legend;
    bool showsTypes() const { return m_style == MapStyle::Original || m_apart; }

    MapStyle m_style = MapStyle::Clear;
    bool m_apart = false;
    QLabel *m_empty;
    QTreeWidget *m_tree;
    QTreeWidgetItem *m_touched = nullptr;
    std::vector<QTreeWidgetItem *> m_groupItems;
    /// Groups that the style unfolded, not the user.
    std::vector<QTreeWidgetItem *> m_unfolded;
    /// Indexed as the legend's types.
    std::vector<QTreeWidgetItem *> m_typeItems;
};

} // namespace forewatch
