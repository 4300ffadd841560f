#pragma once

#include <QHeaderView>

namespace forewatch {

/// A table's header of two lines: columns that stand side by side and share a headline (`HeadlineRole`) have it written
/// once above them.
class GroupedHeader : public QHeaderView
{
    Q_OBJECT

public:
    explicit GroupedHeader(QWidget *parent = nullptr);

    QSize sizeHint() const override;

protected:
    QSize sectionSizeFromContents(int logical) const override;
    void paintSection(QPainter *painter, const QRect &rect, int logical) const override;

private:
    QString headline(int logical) const;
    bool startsGroup(int visual) const;
};

} // namespace forewatch
